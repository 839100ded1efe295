import {expect, it} from 'vitest';
import {readReport} from '../../../source/ui/mouse/report.js';

it.each([
	['\u{1B}[<0;1;1M', {kind: 'press', row: 0, column: 0}],
	['\u{1B}[<0;12;3m', {kind: 'release', row: 2, column: 11}],
	['\u{1B}[<32;12;3M', {kind: 'drag', row: 2, column: 11}],
	['\u{1B}[<35;300;70M', {kind: 'move', row: 69, column: 299}],
	['\u{1B}[<64;5;5M', {kind: 'up', row: 4, column: 4}],
	['\u{1B}[<65;5;5M', {kind: 'down', row: 4, column: 4}],
	// With Alt or Ctrl it is the same.
	['\u{1B}[<8;5;5M', {kind: 'press', row: 4, column: 4}],
	['\u{1B}[<16;5;5m', {kind: 'release', row: 4, column: 4}],
])('the mouse says %j', (sequence, report) => {
	expect(readReport(sequence)).toEqual(report);
});

it.each([
	['what is done with shift, which selects text', ['\u{1B}[<4;5;5M', '\u{1B}[<4;5;5m', '\u{1B}[<36;5;5M', '\u{1B}[<68;5;5M']],
	['other buttons', ['\u{1B}[<1;5;5M', '\u{1B}[<2;5;5m', '\u{1B}[<34;5;5M', '\u{1B}[<128;5;5M']],
	['a wheel that turns sideways', ['\u{1B}[<66;5;5M', '\u{1B}[<67;5;5M']],
	['what is no report', ['\u{1B}[0n', '\u{1B}<0;1;1M', '\u{1B}[<0;1M', 'q']],
])('nothing is made of %s', (_, sequences) => {
	expect(sequences.map(sequence => readReport(sequence))).toEqual(sequences.map(() => undefined));
});
