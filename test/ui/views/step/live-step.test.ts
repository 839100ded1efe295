import {Writable} from 'node:stream';
import {render} from 'ink';
import {createElement} from 'react';
import {expect, it, vi} from 'vitest';
import {placeOf} from '../../../../source/inspection/step-report.js';
import {createParameters} from '../../../../source/model/parameters.js';
import {unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {type Ask} from '../../../../source/run/run.js';
import {firstViewState} from '../../../../source/ui/view-state.js';
import {LiveStep} from '../../../../source/ui/views/step/step.js';
import {exampleSnapshot, exampleStart} from '../../../helpers/example-snapshot.js';
import {chapter7Step} from '../../../helpers/example-step.js';
import {aloneOnScreen, plainTheme} from '../../../helpers/frame.js';
import {noRuns} from '../../../helpers/no-runs.js';

const {strongest} = chapter7Step().report!;
const characters = [...exampleStart.dataset.characters];

/** A training that takes its steps when it is told to. */
function training() {
	const asked: number[] = [];
	const state = {step: 393, asked};
	const ask = (async ([name, index, shown]: readonly [string, number, number]) => {
		if (name === 'checkGradient') {
			asked.push(index);
			return {
				step: shown, place: placeOf(index, createParameters(exampleStart.model).matrices, characters), backward: 0.5, difference: 0.5, h: 1e-5,
			};
		}

		const report = chapter7Step().report!;
		// Each step has others at the top.
		return {...report, step: state.step, strongest: state.step === 393 ? report.strongest : report.strongest.toReversed()};
	}) as unknown as Ask;
	return Object.assign(state, {ask});
}

type Seen = {readonly source: ReturnType<typeof training>; readonly verifications?: number; readonly steps?: number; readonly status?: 'running' | 'paused'};

/** A terminal that only remembers what was drawn last. */
function open(first: Seen) {
	let frame = '';
	const stdout = Object.assign(new Writable({
		write(chunk: Uint8Array, _, done) {
			frame = chunk.toString();
			done();
		},
	}), {columns: 80, rows: 24}) as unknown as NodeJS.WriteStream;
	const element = ({source, verifications = 0, steps = source.step, status = 'running'}: Seen) => createElement(LiveStep, {
		snapshot: exampleSnapshot(steps, {status}),
		state: {
			...firstViewState, view: 'step', verifications,
		},
		ask: source.ask,
		columns: 40,
		rows: 11,
		theme: plainTheme,
		glyphs: unicodeGlyphs,
		hasKeys: true, shown: aloneOnScreen, browser: noRuns(), heldPage: {current: undefined}, pinned: {current: undefined}, onHeld: () => undefined,
	});
	const instance = render(element(first), {stdout, debug: true, patchConsole: false});
	return {
		show(seen: Seen) {
			instance.rerender(element(seen));
		},
		frame: () => frame,
		close() {
			instance.unmount();
		},
	};
}

const pause = async (ms: number) => new Promise(resolve => {
	setTimeout(resolve, ms);
});
const settled = async () => pause(150);

it('takes the last step apart, again after each step', async () => {
	const source = training();
	const screen = open({source});
	expect(screen.frame()).toContain('Reading the last step…');
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('step   393 · ');
	});
	source.step = 394;
	screen.show({source});
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('step   394 · loss');
	});
	expect(source.asked).toEqual([]);
	screen.close();
});

it('verifies one gradient for each press, down the list, and keeps it with its step', async () => {
	const source = training();
	const screen = open({source, verifications: 2});
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('step   393 · ');
	});
	await settled();
	// What was pressed before the view was opened has had its answer.
	expect(source.asked).toEqual([]);
	screen.show({source, verifications: 3});
	await vi.waitFor(() => {
		expect(screen.frame()).toMatch(/wte\[q\]\[6\] +backprop 0\.5000000000\n step 393 /v);
	});
	expect(source.asked).toEqual([strongest[2].place.index]);
	source.step = 394;
	screen.show({source, verifications: 3});
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('step   394 · loss');
	});
	await settled();
	expect(screen.frame()).toContain(' step 393 ');
	expect(source.asked).toHaveLength(1);
	screen.show({source, verifications: 4});
	await vi.waitFor(() => {
		expect(screen.frame()).toContain(' step 394  ');
	});
	expect(source.asked).toEqual([strongest[2].place.index, strongest.at(-4)!.place.index]);
	screen.close();
});

it('forgets all of the run before when it starts again', async () => {
	const source = training();
	const screen = open({source});
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('step   393 · ');
	});
	screen.show({source, verifications: 1});
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('backprop');
	});
	const next = training();
	next.step = 2;
	screen.show({source: next, verifications: 1, steps: 0});
	expect(screen.frame()).toContain('No step yet. Press s to take one.');
	screen.show({source: next, verifications: 1, steps: 2});
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('step     2 · loss');
	});
	expect(screen.frame()).not.toContain('backprop');
	expect(next.asked).toEqual([]);
	screen.close();
});

it('holds a step that cannot be followed, says how many are left out, and verifies the one that it holds', async () => {
	const source = training();
	const screen = open({source});
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('step   393 · ');
	});
	const began = performance.now();
	const frames = new Set<string>();
	let verifications = 0;
	while (!screen.frame().includes('step   393 · ') || performance.now() - began < 1000) {
		source.step += 5;
		verifications = performance.now() - began > 500 ? 1 : 0;
		screen.show({source, verifications});
		frames.add(/^ step +[\d,]+/mv.exec(screen.frame())![0]);
		await pause(20);
	}

	expect([...frames]).toEqual([' step   393']);
	expect(screen.frame()).toContain('\n step 393 ');
	await vi.waitFor(() => {
		source.step += 5;
		screen.show({source, verifications});
		expect(screen.frame()).toMatch(/^ step +\d+ \(~ every \d+th\) · loss 2/mv);
	}, 3000);
	const {step, every} = /step +(?<step>\d+) \(~ every (?<every>\d+)th\)/v.exec(screen.frame())!.groups!;
	expect(performance.now() - began).toBeGreaterThan(1300);
	expect(Math.abs(Number(step) - 393 - Number(every))).toBeLessThanOrEqual(5);
	// To whoever makes it wait, the last is shown, at once, and nothing of a stride.
	source.step = 999;
	screen.show({source, verifications, status: 'paused'});
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('step   999 · loss');
	}, 300);
	source.step = 1000;
	screen.show({source, verifications, status: 'paused'});
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('step 1,000 · loss');
	}, 300);
	screen.close();
});

it('shows each step at a pace at which each can be followed', async () => {
	const source = training();
	const screen = open({source});
	const seen = new Set<string>();
	for (let step = 393; step < 398; step++) {
		source.step = step;
		screen.show({source});
		const until = performance.now() + 500;
		while (performance.now() < until) {
			await pause(20);
			seen.add(/step +(?<step>[\d,]+)/v.exec(screen.frame())?.groups?.step ?? 'none');
		}
	}

	expect([...seen].filter(step => step !== 'none')).toEqual(['393', '394', '395', '396', '397']);
	expect(screen.frame()).not.toContain('every');
	screen.close();
});
