import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/report/chart/glyphs.js';
import {keyBindings} from '../../../source/ui/key-table.js';
import {isUsable} from '../../../source/ui/keys.js';
import {Help} from '../../../source/ui/views/help.js';
import {type Theme} from '../../../source/ui/theme.js';
import {exampleSnapshot, finishedSnapshot} from '../../helpers/example-snapshot.js';
import {firstViewState} from '../../../source/ui/view-state.js';
import {
	colorTheme,
	expectToFit,
	type FrameOptions,
	plainTheme,
	renderFrame,
} from '../../helpers/frame.js';

const snapshot = exampleSnapshot(393);
const state = {...firstViewState, view: 'help'} as const;
const frames: Readonly<Record<string, FrameOptions>> = {
	'help-40x12': {
		snapshot, state, columns: 40, rows: 11,
	},
	'help-60x18': {
		snapshot, state, columns: 60, rows: 17,
	},
	'help-80x24': {
		snapshot, state, columns: 80, rows: 23,
	},
	'help-120x40': {
		snapshot, state, columns: 120, rows: 39,
	},
	'help-80x24-ascii': {
		snapshot, state, columns: 80, rows: 23, glyphs: asciiGlyphs,
	},
};

describe('the help', () => {
	it.each(Object.entries(frames))('draws %s as in its golden file', async (name, options) => {
		await expect(`${renderFrame(Help, options)}\n`).toMatchFileSnapshot(`../../golden/frames/${name}.txt`);
	});

	it('fits any window', () => {
		fc.assert(fc.property(
			fc.integer({min: 40, max: 250}),
			fc.integer({min: 9, max: 80}),
			fc.boolean(),
			(columns, rows, isAscii) => {
				expectToFit(Help, {
					columns, rows, snapshot, glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
				});
			},
		), {numRuns: 60});
	});

	it('needs no Unicode with ASCII glyphs', () => {
		expect(renderFrame(Help, frames['help-80x24-ascii'])).toMatch(/^[\n\u{20}-\u{7E}]*$/v);
	});

	it('names every key for what is on the screen at once from 80 columns and 41 rows on', () => {
		const frame = renderFrame(Help, {...frames['help-80x24'], rows: 41});
		const ours = keyBindings.filter(({modes = [snapshot.mode]}) => modes.includes(snapshot.mode));
		expect(ours.length).toBeGreaterThan(30);
		for (const binding of ours) {
			const {name, description} = binding;
			expect(frame).toContain(`  ${(isUsable(binding, snapshot) ? name : `(${name})`).padEnd(11)} ${description}`);
		}
	});

	it('has every key in it that does anything, by whatever name', () => {
		const text = renderFrame(Help, {
			...frames['help-120x40'], columns: 400, rows: 100,
		});
		const names: Readonly<Record<string, string>> = {
			' ': 'space', enter: '(Enter)', 'ctrl+c': 'Ctrl+C', p: '(also: p)', h: '(or h)', '=': '= and', _: 'and _ work',
		};
		const inputs = keyBindings.flatMap(binding => binding.inputs);
		expect(inputs.filter(input => !text.includes(names[input] ?? ` ${input} `) && !text.includes(`(${input})`))).toEqual([]);
	});

	it('dims what does nothing now, and marks it without colour too', () => {
		const finished = finishedSnapshot({nextPreset: 'microgpt'});
		const linesOf = (theme: Theme) => renderFrame(Help, {
			...frames['help-40x12'], rows: 90, snapshot: finished, theme,
		}).split('\n');
		const plain = linesOf(plainTheme);
		expect(plain.filter(line => line.startsWith('  (')).map(line => line.trim().split(' ', 1)[0])).toEqual(['(space)', '(s)', '(+)', '(-)', '(<)', '(>)', '(enter)', '(backspace)', '(enter)', '(w)', '(c)', '(pageup)', '(pagedown)', '([)', '(])', '(f)', '(2)', '(key):']);
		expect(plain).toContain('  n           over: train next model');
		const colored = linesOf(colorTheme);
		expect(colored.filter(line => line.startsWith('  \u{1B}[2m(')).length).toBe(18);
		expect(colored.find(line => line.includes('next model'))).toMatch(/^ {2}\u{1B}\[1mn/v);
	});

	it('moves where there is no room, to its end and no farther', () => {
		const size = {columns: 40, rows: 11, snapshot};
		const at = (row: number) => renderFrame(Help, {...size, state: {...firstViewState, view: 'help', cursor: {row, column: 0}}});
		expect(at(0)).toContain('pause or resume');
		expect(at(0)).toMatch(/ 1-8 of \d+ lines: up and down move/v);
		expect(at(3)).not.toContain('pause or resume');
		expect(at(1000)).toBe(at(2000));
		expect(at(1000)).toMatch(/running mean\./v);
	});

	it('tells what the coach has said, the latest first', () => {
		const coachHistory = [{step: 12, wordings: ['step 12: better than a blind guess']}, {step: 1200, wordings: ['step 1,200: below the bigram table']}];
		const frame = renderFrame(Help, {...frames['help-120x40'], rows: 46, snapshot: {...snapshot, coachHistory}});
		expect(frame).toMatch(/2: step 1,200: below the bigram table\n +1: step 12: better than a blind guess/v);
	});
});
