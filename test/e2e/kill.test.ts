import {
	mkdtemp,
	readdir,
	readFile,
	rm,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {once} from 'node:events';
import {setTimeout} from 'node:timers/promises';
import {expect, it} from 'vitest';
import {type StepEvent, type TrainingEvent} from '../../source/training/events.js';
import {startProgram} from '../helpers/run-program.js';

const chains = 2;
const killsPerChain = 100;
/** More than the kills leave time for. */
const steps = '90000';
/** So short that a save is nearly always under way. */
const flags = ['--plain', '--save-every', '0.01'];

/** Draws that are the same each time. */
function createDraw(seed: number): () => number {
	let state = seed;
	return () => {
		state = ((state * 1_103_515_245) + 12_345) % (2 ** 31);
		return state / (2 ** 31);
	};
}

async function recordedSteps(run: string): Promise<StepEvent[]> {
	const text = await readFile(join(run, 'events.jsonl'), 'utf8');
	const lines = text.trimEnd().split('\n');
	return lines.map(line => JSON.parse(line) as TrainingEvent).filter((event): event is StepEvent => event.type === 'step');
}

it(`loses nothing when it is killed at ${chains * killsPerChain} moments, most of them in the middle of a save`, async () => {
	const folder = await mkdtemp(join(tmpdir(), 'microgpt-tui-kill-'));
	/** Kills a run again and again; the places that it had come to. */
	const kill = async (chain: number): Promise<{run: string; reached: number[]}> => {
		const draw = createDraw(chain + 1);
		const runsFolder = join(folder, String(chain));
		const reached: number[] = [];
		for (let number = 0; number < killsPerChain; number++) {
			const program = number === 0
				? startProgram('--preset', 'microgpt', '--batch-size', '64', '--steps', steps, '--val-split', '0.1', '--eval-every', '500', '--runs-dir', runsFolder, ...flags)
				: startProgram('resume', '--runs-dir', runsFolder, ...flags);
			if (number === 0) {
				// Not before there is a run.
				await setTimeout(1500);
			} else {
				await once(program.child.stderr!, 'data');
			}

			await setTimeout(draw() * 400);
			program.child.kill('SIGKILL');
			const {stderr} = await program.outcome;
			expect(stderr).not.toMatch(/bug|damaged/v);
			const told = /after step (?<step>[\d,]+)/v.exec(stderr)?.groups?.step;
			if (told !== undefined) {
				reached.push(Number(told.replaceAll(',', '')));
			}
		}

		const [name] = await readdir(runsFolder);
		return {run: join(runsFolder, name), reached};
	};

	try {
		const outcomes = await Promise.all(Array.from({length: chains}, async (_, chain) => kill(chain)));
		for (const {reached} of outcomes) {
			// It never falls back behind what it has said to be saved.
			expect(reached).toEqual(reached.toSorted((a, b) => a - b));
			// And the kills came at many places of it.
			expect(new Set(reached).size).toBeGreaterThan(killsPerChain / 10);
		}

		// Stopped in order once, each record is whole, and those of the same run are the same.
		const records = await Promise.all(outcomes.map(async ({run}) => {
			const program = startProgram('resume', run, ...flags);
			await setTimeout(1000);
			program.child.kill('SIGTERM');
			const {exitCode} = await program.outcome;
			expect(exitCode).toBe(143);
			return recordedSteps(run);
		}));
		const common = Math.min(...records.map(({length}) => length));
		expect(common).toBeGreaterThan(0);
		for (const record of records) {
			expect(record.map(({step}) => step)).toEqual(record.map((_, index) => index + 1));
			expect(record.slice(0, common).map(({loss}) => loss)).toEqual(records[0].slice(0, common).map(({loss}) => loss));
		}
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}, 300_000);
