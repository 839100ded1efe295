import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {openRun} from '../../source/run/open-run.js';
import {openSavedModel, openSavedReader} from '../../source/run/saved-model.js';
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

it('is read without its moments, which have to be whole all the same', async () => {
	const runsFolder = folder.pathOf('read');
	const run = await openRun(createRunConfig(microgpt, {steps: 2, samples: 0}), '0', {saving: {runsFolder, saveEveryMs: 1e9, logEvery: undefined}});
	await allEvents(run.events);
	await run.close();
	const saved = await findRun(runsFolder, undefined);
	const path = join(saved.folder, 'checkpoint.safetensors');
	const {reader, step} = await openSavedReader(saved, path, 3);
	const {bos} = run.tokenizer;
	expect({step, documentCount: reader.documentCount}).toEqual({step: 2, documentCount: 3});
	const [logits] = reader.read([{document: 2, token: bos}]);
	expect([...logits as Float64Array]).toEqual([...run.engine.createDecoder().next(bos) as Float64Array]);
	const file = await readFile(path);
	file[file.length - 1] = 255 - file.at(-1)!;
	await writeFile(path, file);
	await expect(openSavedReader(saved, path)).rejects.toThrow('got bytes that its seal does not fit');
});
