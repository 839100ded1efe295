import {RunsBrowser} from '../../source/ui/views/runs/runs-browser.js';
import {exampleSnapshot} from './example-snapshot.js';

/** The saved runs of a folder that is not there. */
export function noRuns(): RunsBrowser {
	return new RunsBrowser({runsFolder: '/nowhere/runs', getRunOn: () => exampleSnapshot(1)});
}
