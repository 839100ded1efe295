import {type RunNames} from '../../storage/runs/shown-name.js';

/** What a file that is made of a run is called, without its ending: as somebody calls the run, or else as its folder. Signs that some file system does not take are dashes. */
export function fileNameOf({title, name}: RunNames): string {
	// A run that was found by its path has that as its name.
	return title === undefined ? name.split(/[\/\\]/v).at(-1)! : title.replaceAll(/["*:<>?\|]/gv, '-');
}
