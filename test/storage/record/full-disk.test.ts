import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, it, vi} from 'vitest';
import {isThere} from '../../../source/files/is-there.js';
import type * as writing from '../../../source/files/write-atomically.js';
import {type TrainingEvent} from '../../../source/training/events.js';
import {openScriptedRun, untilStep, untilTheEnd} from '../../helpers/scripted-run.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
/** Whether there is no room for a file, of all that there are. */
const disk = vi.hoisted(() => ({isFullFor: async (_path: string): Promise<boolean> => false}));

vi.mock('../../../source/files/write-atomically.js', async importOriginal => {
	const original = await importOriginal<typeof writing>();
	const unlessFull = <Details extends unknown[]>(write: (path: string, ...details: Details) => Promise<void>) => async (path: string, ...details: Details) => {
		if (await disk.isFullFor(path)) {
			throw Object.assign(new Error('ENOSPC: no space left on device, write'), {code: 'ENOSPC'});
		}

		await write(path, ...details);
	};

	return {...original, writeAtomically: unlessFull(original.writeAtomically), replaceFile: unlessFull(original.replaceFile)};
});

const warningsIn = (events: readonly TrainingEvent[]) => events.filter(({type}) => type === 'warning');
const lostStates = {code: 'unsaved', message: expect.stringMatching(/^Expected to keep a state on the way of the run in .*, got “no space left on device”\. To look back takes longer without it\.$/v) as string};

it('makes room for a save by leaving the states on the way', async () => {
	disk.isFullFor = async () => false;
	const run = await openScriptedRun({steps: 4000}, {runsFolder: temporary.pathOf('runs'), keepStates: 8});
	const {folder} = run.recorder;
	await untilStep(run, 1600);
	await run.recorder.save();
	await expect.poll(async () => readdir(join(folder, 'states'))).toHaveLength(3);
	disk.isFullFor = async path => path.endsWith('checkpoint.safetensors') && isThere(join(folder, 'states'));
	expect(await run.recorder.save()).toMatchObject({type: 'checkpoint', step: 1600});
	const events = await untilTheEnd(run);
	expect(warningsIn(events)).toMatchObject([lostStates]);
	expect(run.recorder.last).toMatchObject({type: 'checkpoint', step: 4000});
	expect(await readdir(folder)).toEqual(['checkpoint.safetensors', 'events.jsonl', 'run.json']);
});

it('says once that states cannot be kept, and saves as before', async () => {
	disk.isFullFor = async path => path.includes('step-1024');
	const run = await openScriptedRun({steps: 4000}, {runsFolder: temporary.pathOf('more-runs'), keepStates: 8});
	await untilStep(run, 1600);
	await run.recorder.save();
	const events = await untilTheEnd(run);
	expect(warningsIn(events)).toMatchObject([lostStates]);
	expect(run.recorder.last).toMatchObject({type: 'checkpoint', step: 4000});
	expect(await readdir(run.recorder.folder)).toEqual(['checkpoint.safetensors', 'events.jsonl', 'run.json']);
});
