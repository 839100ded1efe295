import {existsSync} from 'node:fs';
import {
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rm,
	watch,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it, vi} from 'vitest';
import {readCheckpointNotes} from '../../source/storage/record/checkpoint-notes.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {linesOf, type RunningProgram, startProgram} from './run-program.js';

/** In each of four files, so that they are spread over the cores: 200 in all. */
const killCount = 50;
/** So short that a save is nearly always under way. */
const saving = ['--plain', '--save-every', '0.01'];
/** In the folder of its run, a program makes about 24 changes until it has saved it, and then about 10 for each further save. */
const changesOfOpening = 24;
const changesOfSave = 12;

/** When a program is killed: after so many saves, the first of which may be of the step that it goes on from, and so many changes since. */
type Moment = {
	readonly saves: 0 | 2;
	readonly changes: number;
};

/**
The test that a training loses nothing, whenever it is killed.

@param settings - What is trained, as on the command line; it must not come to its end.
@param seed - Decides when each kill comes.
@param data - Few documents are read in a fraction of the time of all, each time that the program goes on.
*/
export function testKills(settings: readonly string[], seed: number, data: 'all names' | 'few names'): void {
	it(`loses nothing when it is killed at ${killCount} moments, most of them in the middle of a save`, async () => {
		const folder = await mkdtemp(join(tmpdir(), 'microgpt-tui-kill-'));
		try {
			const training = data === 'few names' ? [...settings, '--data', await writeFewNames(folder)] : settings;
			const {run, reached} = await killAgainAndAgain(join(folder, 'runs'), training, seed);
			// It never falls back behind what was saved.
			expect(reached).toEqual(reached.toSorted((a, b) => a - b));
			// And most kills came at a place of their own.
			expect(new Set(reached).size).toBeGreaterThan(killCount / 2);

			// Stopped in order once, its record is whole, and that of a run without a break.
			const record = await recordOfStopped(run);
			expect(record.length).toBeGreaterThan(reached.at(-1)!);
			expect(record).toEqual(await toldWithoutBreak(training, record.length));
		} finally {
			await rm(folder, {recursive: true, force: true, maxRetries: 3});
		}
	}, 300_000);
}

/** Every twelfth name of those that the program brings along, in a file; its path. */
async function writeFewNames(folder: string): Promise<string> {
	const names = await readFile(new URL('../../data/names.txt', import.meta.url), 'utf8');
	const path = join(folder, 'names.txt');
	await writeFile(path, linesOf(names).filter((_, index) => index % 12 === 0).join('\n'));
	return path;
}

/** Draws that are the same each time. */
function createDraw(seed: number): () => number {
	let state = seed;
	return () => {
		state = ((state * 1_103_515_245) + 12_345) % (2 ** 31);
		return state / (2 ** 31);
	};
}

/** One time in four before there is anything new to lose. */
function drawMoment(draw: () => number): Moment {
	const saves = draw() < 0.25 ? 0 : 2;
	return {saves, changes: 1 + Math.floor(draw() * (saves === 0 ? changesOfOpening : changesOfSave))};
}

/**
Trains, kills the program without a warning in the middle of what it writes, goes on, kills it again, and so on.

@returns The folder of the run, and the steps that it went on from, one for each kill but the first.
*/
async function killAgainAndAgain(runsFolder: string, training: readonly string[], seed: number): Promise<{run: string; reached: number[]}> {
	const draw = createDraw(seed);
	await mkdir(runsFolder);
	const first = startProgram(...training, '--runs-dir', runsFolder, ...saving);
	const run = await newRun(runsFolder);
	await killAt(drawMoment(draw), first, run);
	const reached: number[] = [];
	while (reached.length < killCount - 1) {
		const step = await savedStep(run);
		const stderr = await killAt(drawMoment(draw), startProgram('resume', run, ...saving), run);
		expect(stderr).not.toMatch(/bug|damaged/v);
		// Killed while it was opened, it has not said yet from where it goes on.
		const told = /Going on with .* (?:from the beginning|after step (?<step>[\d,]+))\./v.exec(stderr);
		expect(told ? Number(told.groups!.step?.replaceAll(',', '') ?? 0) : step, stderr).toBe(step);
		reached.push(step);
	}

	return {run, reached};
}

/** The step of its checkpoint; 0 before the first. */
async function savedStep(run: string): Promise<number> {
	const path = join(run, 'checkpoint.safetensors');
	if (!existsSync(path)) {
		return 0;
	}

	const {progress: {step}} = await readCheckpointNotes(path);
	return step;
}

/** Waits until a run has begun, so that one can go on with it; its folder. */
async function newRun(runsFolder: string): Promise<string> {
	return vi.waitUntil(async () => {
		const [name] = await readdir(runsFolder);
		const run = join(runsFolder, name ?? '');
		return existsSync(join(run, 'run.json')) && run;
	}, {timeout: 30_000, interval: 5});
}

/** Kills a program when it has changed so much in the folder of its run; what it had said. */
async function killAt({saves, changes}: Moment, {child, outcome}: RunningProgram, run: string): Promise<string> {
	const ended = new AbortController();
	child.once('close', () => {
		ended.abort();
	});
	let savesToCome: number = saves;
	let changesToCome = changes;
	try {
		for await (const {filename} of watch(run, {signal: ended.signal})) {
			if (savesToCome > 0) {
				savesToCome -= filename === 'checkpoint.safetensors' ? 1 : 0;
				continue;
			}

			changesToCome--;
			if (changesToCome === 0) {
				break;
			}
		}
	} catch {
		// It has ended by itself, for a reason that it has said.
	}

	child.kill('SIGKILL');
	const {stderr} = await outcome;
	expect(child.signalCode, stderr).toBe('SIGKILL');
	return stderr;
}

/** Goes on with a run once more and stops it in order; the steps and evaluations of its whole record. */
async function recordOfStopped(run: string): Promise<TrainingEvent[]> {
	const {child, outcome} = startProgram('resume', run, ...saving);
	child.stdout!.once('data', () => {
		child.kill('SIGTERM');
	});
	const {exitCode, stderr} = await outcome;
	expect(exitCode, stderr).toBe(143);
	return measuredIn(await readFile(join(run, 'events.jsonl'), 'utf8'));
}

/** The first so many steps and evaluations that the same training tells without a break. */
async function toldWithoutBreak(training: readonly string[], count: number): Promise<TrainingEvent[]> {
	const {child, outcome} = startProgram(...training, '--json', '--no-save');
	let told = 0;
	child.stdout!.on('data', (text: string) => {
		told += text.match(/"type":"(?:step|eval)"/gv)?.length ?? 0;
		if (told >= count) {
			child.kill('SIGTERM');
		}
	});
	const {stdout} = await outcome;
	return measuredIn(stdout).slice(0, count);
}

/** The steps and evaluations among lines of JSON, without what only the clock knows. */
function measuredIn(text: string): TrainingEvent[] {
	const events = linesOf(text).map(line => JSON.parse(line) as TrainingEvent);
	return events.filter(({type}) => type === 'step' || type === 'eval').map(event => ({...event, elapsedMs: 0}));
}
