import {join} from 'node:path';
import {expect, it} from 'vitest';
import {openRun} from '../../source/run/open-run.js';
import {openSavedModel} from '../../source/run/saved-model.js';
import {microgpt} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {findRun} from '../../source/storage/runs/runs-folder.js';
import {allEvents} from '../helpers/small-training.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();

it('is without what its run was without', async () => {
	const config = createRunConfig(microgpt, {steps: 5, samples: 0, without: ['norm', 'head:0.2']});
	const runsFolder = folder.pathOf('runs');
	const run = await openRun(config, '0', {saving: {runsFolder, saveEveryMs: 1e9, logEvery: undefined}});
	await allEvents(run.events);
	await run.close();
	const saved = await findRun(runsFolder, undefined);
	expect(saved.info.config.model).toEqual(config.model);
	const {engine} = await openSavedModel(saved, join(saved.folder, 'checkpoint.safetensors'));
	const documents = [[26, 0, 1, 2, 26]];
	expect(engine.model.without).toEqual(['norm', 'head:0.2']);
	expect(engine.computeLoss(documents)).toBe(run.engine.computeLoss(documents));
});
