import {beforeAll, expect, it} from 'vitest';
import {betterStateNote} from '../../source/command-line/better-state.js';
import {openRun} from '../../source/run/open-run.js';
import {chapter7} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {openRunIn, type SavedRun} from '../../source/storage/runs/runs-folder.js';
import {allEvents} from '../helpers/small-training.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();

/** One that was measured after steps 4 and 8. */
async function saved(): Promise<SavedRun> {
	const run = await openRun(createRunConfig(chapter7, {
		steps: 8, samples: 0, validationShare: 0.1, evalEvery: 4, evalDocuments: 10,
	}), '0', {saving: {runsFolder: temporary.pathOf('runs'), saveEveryMs: 1e9, title: 'my run'}});
	await allEvents(run.events);
	return openRunIn(run.saving!.folder);
}

let run: SavedRun;
beforeAll(async () => {
	run = await saved();
});

const noteOf = async (validationLoss: number | undefined, bestValidationLoss: number | undefined, {folder = run.folder, title = run.title}: Partial<SavedRun> = {}) => {
	const {validationLoss: _, bestValidationLoss: __, ...info} = run.info;
	return betterStateNote({
		...run, folder, title, info: {
			...info, ...(validationLoss !== undefined && {validationLoss}), ...(bestValidationLoss !== undefined && {bestValidationLoss}),
		},
	});
};

it('says where a run was clearly better before its end, by what it is called, with the command that uses that', async () => {
	await expect(noteOf(2.5, 2.3)).resolves.toBe(`The validation of my run was best at step 8: 2.3000, and 2.5000 when it was measured last. To use the best: microgpt-tui sample 'my run' --best --runs-dir ${temporary.pathOf('runs')}`);
});

it('says nothing where it was not, or nobody knows', async () => {
	await expect(noteOf(2.32, 2.3)).resolves.toBeUndefined();
	await expect(noteOf(undefined, 2.3)).resolves.toBeUndefined();
	await expect(noteOf(2.5, undefined)).resolves.toBeUndefined();
	const folder = temporary.pathOf('without');
	await expect(noteOf(2.5, 2.3, {folder})).resolves.toBeUndefined();
});
