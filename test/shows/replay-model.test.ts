import {expect, it} from 'vitest';
import {DatasetError} from '../../source/errors.js';
import {openRun} from '../../source/run/open-run.js';
import {chapter7} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {Replay, type ReplayOptions} from '../../source/shows/replay.js';
import {readWholeRecord} from '../../source/history/whole-record.js';
import {findRun} from '../../source/storage/runs/runs-folder.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const options: ReplayOptions = {speed: 'max', temperature: 0.5};
const steps = 60;

/** A run that was saved, and what it answered after each step. */
async function savedRun() {
	const runsFolder = folder.pathOf('runs');
	const run = await openRun(createRunConfig(chapter7, {steps}), '1', {saving: {runsFolder, saveEveryMs: 1e9, logEvery: undefined}});
	const reports: unknown[] = [undefined];
	for await (const event of run.events) {
		if (event.type === 'step') {
			reports.push(await run.ask(['reportLastStep']));
		}
	}

	await run.close();
	const saved = await findRun(runsFolder, undefined);
	return {saved, reports, record: await readWholeRecord(saved)};
}

it('answers in a replay as the run answered then, forwards and backwards', async () => {
	const {saved: {folder: path, info}, reports, record} = await savedRun();
	const replay = new Replay(record, {
		...options, openModel: async () => openRun(info.config, '1', {historyBytes: 1e6, lookedAt: {folder: path, info, steps}}),
	});
	replay.session.start();
	replay.session.pause();
	for (const by of [0, 1, 40, -30, 3, -1, 100, -7]) {
		replay.seek(by);
		const {session} = replay;
		const {lastStep, canAsk} = session.getSnapshot();
		expect(canAsk).toBe(true);
		expect(await session.ask(['reportLastStep'])).toEqual(reports[lastStep?.step ?? 0]);
	}

	await replay.close();
});

it('says from where on the model is known, while an earlier step is shown', async () => {
	const {record} = await savedRun();
	const replay = new Replay(record, {...options, knownAfter: 20, openModel: async () => expect.fail()});
	replay.session.start();
	replay.session.pause();
	const told: unknown[] = [];
	for (const by of [0, 20, 1, -1]) {
		replay.seek(by);
		told.push(replay.whyNoAnswers);
	}

	const reason = 'it began with weights from elsewhere, and is known after step 20 only.';
	expect(told).toEqual([reason, reason, undefined, reason]);
	await replay.close();
});

it('says why the model does not answer', async () => {
	const {record} = await savedRun();
	const replay = new Replay(record, {
		...options,
		async openModel() {
			throw new DatasetError('Expected a text file.');
		},
	});
	expect(await replay.session.ask(['reportLastStep'])).toBeUndefined();
	expect(replay.whyNoAnswers).toBe('Expected a text file.');
	await replay.close();
});

it('has no answers where the model cannot be opened', async () => {
	const {record} = await savedRun();
	const replay = new Replay(record, options);
	expect(replay.session.getSnapshot().canAsk).toBe(false);
	await replay.close();
});
