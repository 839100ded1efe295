import {writeFile} from 'node:fs/promises';
import {basename} from 'node:path';
import {expect, it, vi} from 'vitest';
import {usualComputing} from '../../source/command-line/computing.js';
import {openRun} from '../../source/run/open-run.js';
import {chapter7} from '../../source/settings/presets.js';
import {createRunConfig, type RunConfig} from '../../source/settings/run-config.js';
import {type TrainingSession} from '../../source/session/training-session.js';
import {type Show} from '../../source/shows/show.js';
import {findRun} from '../../source/storage/runs/runs-folder.js';
import {importOpenCourse, importShowThrough} from '../helpers/built-modules.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const {openCourse} = await importOpenCourse();
const {openShows, trainedIn} = await importShowThrough();
const temporary = useTemporaryFolder();

const savedSteps = 30;

/** Saves a run after some steps, and says by which name. */
async function saveRun(config: RunConfig): Promise<string> {
	const run = await openRun(config, '1.2.3', {saving: {runsFolder: temporary.pathOf('runs'), saveEveryMs: 1e9, logEvery: undefined}});
	while (run.saving!.last === undefined) {
		const {value} = await run.events.next();
		if (value?.type === 'step' && value.step === savedSteps) {
			await run.events.return();
		}
	}

	await run.close();
	return basename(run.saving!.folder);
}

async function documentsOfStep(show: Show, step: number): Promise<string[] | undefined> {
	await vi.waitUntil(() => (show.session.getSnapshot().lastStep?.step ?? 0) >= step, {timeout: 20_000});
	return show.session.ask(['documentsOf', step]);
}

it.each(['resume', 'replay'] as const)('opens forks of a run (%s) as such and on its own data, though what was shown before it came from a pipe', {timeout: 60_000}, async kind => {
	const path = temporary.pathOf(`names-${kind}.txt`);
	await writeFile(path, Array.from({length: 60}, (_, index) => `aleksander${'ab'.repeat(index % 7)}`).join('\n'));
	const name = await saveRun(createRunConfig(chapter7, {steps: 40, data: path}));
	const {signal} = new AbortController();
	const text = 'xyz\nzyx\nyyy\nzzz\n';
	const piped = createRunConfig(chapter7, {steps: 100_000});
	const request = {
		text, speed: 'max', historyBytes: 1e7, computing: usualComputing,
	} as const;
	const first = await openCourse({...request, config: {...piped, dataset: {...piped.dataset, pipe: '-'}}, saving: undefined}, {
		version: '1.2.3', signal, onNote: () => undefined,
	});
	const runsFolder = temporary.pathOf('runs');
	const {shows} = openShows(first, {
		...request, runsFolder, saveEveryMs: 1e9, keepStates: 0,
	}, {version: '1.2.3', signal});
	try {
		shows.session.start();
		await documentsOfStep(shows, 1);
		await shows.open({kind, run: await findRun(runsFolder, name)});
		await documentsOfStep(shows, savedSteps);
		const {config, forking, session} = shows;
		await forking!.fork(20, config!, 'unchanged');
		expect(shows.session).not.toBe(session);
		expect(shows.session.getSnapshot().start!.parent).toMatchObject({run: name, step: 20});
		expect(await documentsOfStep(shows, 25)).toEqual(await session.ask(['documentsOf', 25]));
	} finally {
		await shows.close();
	}
});

it('tells at the end of a run that was trained, also where a replay beside it is in view', () => {
	const runOf = (mode: 'training' | 'replay') => {
		const session: unknown = {getSnapshot: () => ({mode})};
		return {
			name: mode, mark: undefined, curve: [], session: session as TrainingSession,
		};
	};

	expect(trainedIn({runs: [runOf('replay'), runOf('training'), runOf('training')], focus: 0})?.focus).toBe(1);
	expect(trainedIn({runs: [runOf('replay'), runOf('training'), runOf('training')], focus: 2})?.focus).toBe(2);
	expect(trainedIn({runs: [runOf('replay')], focus: 0})).toBeUndefined();
});
