import {Writable} from 'node:stream';
import {setTimeout} from 'node:timers/promises';
import {render} from 'ink';
import {createElement, type FunctionComponent} from 'react';
import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {type FollowedStep} from '../../../../source/inspection/followed-step.js';
import {asciiGlyphs, unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {type Ask} from '../../../../source/run/run.js';
import {openRun} from '../../../../source/run/open-run.js';
import {type OptimizerName} from '../../../../source/model/optimizers.js';
import {chapter7} from '../../../../source/settings/presets.js';
import {createRunConfig} from '../../../../source/settings/run-config.js';
import {firstViewState} from '../../../../source/ui/view-state.js';
import {unknownText} from '../../../../source/ui/unknown-text.js';
import {Followed, LiveFollowed} from '../../../../source/ui/views/step/followed.js';
import {type ViewProps} from '../../../../source/ui/view-props.js';
import {exampleSnapshot} from '../../../helpers/example-snapshot.js';
import {
	aloneOnScreen,
	expectToFit,
	plainTheme,
	renderFrame,
} from '../../../helpers/frame.js';
import {noRuns} from '../../../helpers/no-runs.js';
import {allEvents} from '../../../helpers/small-training.js';

const index = 5;

/** A real parameter of a real run. */
async function follow(optimizer: OptimizerName, hasBiasCorrection = true) {
	const config = createRunConfig(chapter7, {steps: 150, optimizer, hasBiasCorrection});
	const run = await openRun(config, '1.2.3', {historyBytes: 1e6});
	await allEvents(run.events);
	const ask = async (from: number, to: number) => run.ask(['followParameter', index, from, to]);
	const [followed, beginning] = [await ask(51, 150), await ask(1, 20)];
	const snapshot = exampleSnapshot(150);
	return {followed, beginning, snapshot: {...snapshot, start: {...run.start, dataset: snapshot.start!.dataset}}};
}

type Given = {readonly reason?: string; readonly followed: readonly FollowedStep[] | undefined; readonly beginning: readonly FollowedStep[] | undefined; readonly snapshot: ViewProps['snapshot']};

const places = [3, 5, 8].map(column => ({
	index: column, key: 'wte' as const, row: 0, column, letter: 'a', hasLetter: true,
}));

function frameOf({snapshot, ...given}: Given, columns: number, rows: number, isAscii = false): string {
	const view: FunctionComponent<ViewProps> = props => createElement(Followed, {
		...props, ...given, places, chosen: 1,
	});
	const options = {
		snapshot, columns, rows, state: {...firstViewState, view: 'step' as const, isFollowing: true}, glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
	};
	expectToFit(view, options);
	return renderFrame(view, options);
}

describe('a parameter that is followed', () => {
	it('is drawn as in its golden files', async () => {
		const given = await follow('adam');
		for (const [columns, rows, isAscii] of [[80, 23, false], [80, 23, true], [120, 39, false], [200, 59, false], [40, 11, false]] as const) {
			await expect(`${frameOf(given, columns, rows, isAscii)}\n`).toMatchFileSnapshot(`../../../golden/frames/followed-${columns}x${rows + 1}${isAscii ? '-ascii' : ''}.txt`);
		}
	});

	it('has only what its optimiser keeps', async () => {
		const given = await follow('sgd');
		for (const [columns, rows] of [[80, 23], [120, 39]] as const) {
			await expect(`${frameOf(given, columns, rows)}\n`).toMatchFileSnapshot(`../../../golden/frames/followed-sgd-${columns}x${rows + 1}.txt`);
		}

		const sgd = frameOf(given, 100, 39);
		// No table of what is corrected, for nothing is.
		expect(sgd).not.toMatch(/^ step /mv);
		expect(sgd).not.toMatch(/^ m |√v|1 - 0\.85/mv);
		expect(sgd).toMatch(/^ rate +0\.\d+ /mv);
		const momentum = frameOf(await follow('momentum'), 100, 39);
		expect(momentum).toMatch(/^ m /mv);
		expect(momentum).not.toMatch(/√v|1 - 0\.99/v);
		const uncorrected = frameOf(await follow('adam', false), 100, 39);
		expect(uncorrected).toMatch(/^ rate\/√v /mv);
		expect(uncorrected).not.toContain('1 - 0.85');
	});

	it('shows how far the means are from what they become in the first steps', async () => {
		const given = await follow('adam');
		const [first] = given.beginning!;
		expect(first.mean / first.firstCorrection).toBeCloseTo(first.gradient, 12);
		expect(frameOf(given, 120, 39)).toMatch(/1 - 0\.85\^t +0\.1500 +0\.2775 +0\.3859/v);
	});

	it('has a group of cells a step where there are few, with the numbers of the steps below them', async () => {
		const {beginning, snapshot} = await follow('adam');
		const lines = frameOf({followed: beginning!.slice(0, 4), beginning, snapshot}, 80, 23).split('\n');
		expect(lines.find(line => line.endsWith(' step'))).toBe(' 1       2       3       4 step');
		const at = lines.findIndex(line => line.startsWith(' g '));
		expect(lines[at]).toContain(', ┄ is 0');
		expect(lines[at + 1]).toMatch(/^ (?:(?<cell>.)\k<cell>{6}┄){4}$/v);
		expect(lines.find(line => line.startsWith(' weight'))).toContain('after the step, ');
		expect(frameOf({followed: beginning!.slice(0, 4), beginning, snapshot}, 40, 11)).toMatch(/^ new weight .*\n step {7}1 {3}2 {3}3 {3}4$/mv);
	});

	it('tells each number with three digits', async () => {
		const given = await follow('adam');
		const [first] = given.beginning!;
		const small = {...given, beginning: [{...first, meanSquare: 6.1234e-6, secondCorrection: 0.01}]};
		expect(frameOf(small, 120, 39)).toMatch(/^ v̂ +6\.12e-4$/mv);
	});

	it('says that it is not known, and shows no zeros', async () => {
		const frame = frameOf({
			...await follow('adam'), followed: undefined, beginning: undefined, reason: unknownText(50, 'notKept'),
		}, 80, 23);
		expect(frame).toContain('Start with --history 64');
		expect(frame).not.toMatch(/0\.0/v);
	});
});

it('shows no numbers of the parameter before under the name of the next', async () => {
	const {followed, snapshot} = await follow('adam');
	let frame = '';
	const stdout = Object.assign(new Writable({
		write(chunk: Uint8Array, _, done) {
			frame = chunk.toString();
			done();
		},
	}), {columns: 100, rows: 40}) as unknown as NodeJS.WriteStream;
	const ask = (async ([name, of]: readonly [string, number]) => {
		if (name === 'followParameter' && of !== 3) {
			return setTimeout(60_000, undefined, {ref: false});
		}

		return name === 'followParameter' ? followed : 'known';
	}) as unknown as Ask;
	const element = (row: number) => createElement(LiveFollowed, {
		snapshot, ask, places, step: 150, columns: 100, rows: 39, theme: plainTheme, glyphs: unicodeGlyphs, hasKeys: true, shown: aloneOnScreen, browser: noRuns(), heldPage: {current: undefined}, pinned: {current: undefined}, onHeld: () => undefined,
		state: {
			...firstViewState, view: 'step', isFollowing: true, cursor: {row, column: 0},
		},
	});
	const instance = render(element(0), {stdout, debug: true, patchConsole: false});
	await vi.waitFor(() => {
		expect(frame).toMatch(/^ weight +0\.\d+ /mv);
	});
	instance.rerender(element(1));
	await vi.waitFor(() => {
		expect(frame).toContain('wte[a][5]');
	});
	expect(frame).not.toMatch(/^ weight/mv);
	expect(frame).toContain('Doing its steps again');
	instance.unmount();
});
