import {mkdir, writeFile} from 'node:fs/promises';
import {expect, it} from 'vitest';
import {runsCommand} from '../../source/command-line/runs-command.js';
import {exampleRuns} from '../helpers/example-runs.js';
import {useStandIns} from '../helpers/stand-in.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

type Readdir = (path: string, options?: unknown) => Promise<unknown[]>;

const temporary = useTemporaryFolder();
const standIn = useStandIns();

it('lists runs that are being saved, with the size of what is there', async () => {
	const [{name, info}] = exampleRuns(1);
	const folder = temporary.pathOf(`runs/${name}`);
	await mkdir(folder, {recursive: true});
	const content = JSON.stringify({formatVersion: 1, ...info});
	await writeFile(`${folder}/run.json`, content);
	// A file that is being saved is there when the folder is read, and has another name when its size is asked for.
	standIn('readdir', original => async (path: string, options?: unknown) => {
		const names = await (original as Readdir)(path, options);
		return path.endsWith('chapter7') ? [...names, 'checkpoint.safetensors.unfinished'] : names;
	});
	const [json] = await runsCommand({
		command: 'runs', action: 'list', names: [], isJson: true, isConfirmed: false, isAscii: false, runsFolder: temporary.pathOf('runs'),
	});
	expect(JSON.parse(json)).toMatchObject([{name, bytes: content.length}]);
});
