import {describe, expect, it} from 'vitest';
import {type ParameterMoves} from '../../source/inspection/parameter-moves.js';
import {openRun} from '../../source/run/open-run.js';
import {chapter7, microgpt, type Preset} from '../../source/settings/presets.js';
import {createRunConfig, type RunOptions} from '../../source/settings/run-config.js';
import {recordRun} from '../helpers/recorded-run.js';

type Case = readonly [name: string, preset: Preset, options: RunOptions, tolerance: number];

const cases: readonly Case[] = [
	['chapter7 by the tensor engine', chapter7, {steps: 12}, 1e-15],
	['chapter7 by the scalar engine', chapter7, {steps: 12, engine: 'scalar'}, 1e-15],
	['microgpt with weight decay and clipping', microgpt, {steps: 12, weightDecay: 0.1, gradClip: 1}, 1e-15],
	['chapter7 by plain descent', chapter7, {steps: 12, optimizer: 'sgd'}, 1e-15],
	['microgpt in f32', microgpt, {steps: 12, precision: 'f32'}, 1e-7],
];

describe.each(cases)('the moves of %s', (_, preset, options, tolerance) => {
	it('are what the engine has added to every parameter', async () => {
		const told: ParameterMoves[] = [];
		await recordRun(preset, options, async ({run}) => {
			const moves = await run.ask(['measureMoves', 100, 100]);
			told.push(moves!);
		});
		const steps = await recordRun(preset, options);
		for (const [index, {event, run, before, after}] of steps.entries()) {
			const moves = told[index];
			const real = after.map((parameter, place) => parameter - before[place]);
			expect(moves.step).toBe(event.step);
			const cells = moves.matrices.flatMap(matrix => matrix.cells.flat());
			expect(moves.matrices.map(({key, rows, columns}) => ({key, rows, columns}))).toEqual(run.engine.parameters.matrices.map(({key, rows, columns}) => ({key, rows, columns})));
			expect(cells).toHaveLength(real.length);
			expect(Math.max(...cells.map((cell, place) => Math.abs(cell - real[place])))).toBeLessThanOrEqual(tolerance);
			expect(moves).toMatchObject({
				grown: cells.filter(cell => cell > 0).length, shrunk: cells.filter(cell => cell < 0).length, unmoved: cells.filter(cell => cell === 0).length,
			});
			// A letter that has not come yet, for example.
			expect(real.flatMap((move, place) => move === 0 && Math.abs(cells[place]) > tolerance ? [place] : [])).toEqual([]);
			const largest = Math.max(...real.map(move => Math.abs(move)));
			expect(Math.abs(Math.abs(moves.farthest!.change) - largest)).toBeLessThanOrEqual(tolerance);
			expect(moves.farthest!.change).toBe(cells[moves.farthest!.place.index]);
		}
	}, 60_000);
});

it('are those of the step that is asked about, and none before the first', async () => {
	const run = await openRun(createRunConfig(chapter7, {steps: 5}), 'test');
	expect(await run.ask(['measureMoves', 9, 9])).toBeUndefined();
	for await (const event of run.events) {
		if (event.type === 'step' && event.step === 3) {
			break;
		}
	}

	expect(await run.ask(['measureMoves', 9, 9, 3])).toMatchObject({step: 3});
	expect(await run.ask(['measureMoves', 9, 9, 2])).toBeUndefined();
	const {matrices} = (await run.ask(['measureMoves', 9, 4]))!;
	expect(matrices.map(({cells}) => [cells.length, cells[0].length])).toEqual([[9, 4], [8, 4], [9, 4]]);
	await run.close();
});
