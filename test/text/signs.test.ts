import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import fc from 'fast-check';
import {expect, it} from 'vitest';
import {lossText as exportedLossText} from '../../source/report/export/run-texts.js';
import {
	formatCount,
	formatDuration,
	formatLearningRate,
	formatLoss,
	formatStepsPerSecond,
} from '../../source/text/format.js';
import {formatBytes} from '../../source/text/format-bytes.js';
import {formatPercent} from '../../source/text/percent.js';
import {formatPower, formatShort, formatTwins} from '../../source/text/short-number.js';
import {lossText} from '../../source/coach/coach-message.js';
import {toDecimals} from '../../source/text/decimals.js';
import {formatCosine} from '../../source/ui/views/inside/embeddings.js';

const formatters: Readonly<Record<string, (number: number) => string>> = {
	toDecimals: number => toDecimals(number, 2),
	wholeDecimals: number => toDecimals(number, 0),
	formatCount,
	formatDuration,
	formatLearningRate,
	formatLoss,
	formatStepsPerSecond,
	formatBytes,
	formatPercent,
	formatPower: number => formatPower(number, 8),
	formatShort: number => formatShort(number, 7),
	formatTwins: number => formatTwins(number, 0)[0],
	formatCosine,
	lossText,
	exportedLossText,
};

/** Numbers of all sizes, those that round to nothing among them. */
const anyNumber = fc.oneof(
	fc.double({min: -1e300, max: 1e300, noNaN: true}),
	fc.double({min: -0.1, max: 0.1, noNaN: true}),
	fc.constantFrom(-0, -1e-300, -0.005, -0.0049, -0.00004, -0.4),
);

it.each(Object.entries(formatters))('%s never gives nothing a sign', (_, format) => {
	fc.assert(fc.property(anyNumber, number => {
		expect(format(number)).not.toMatch(/-[,.0]*(?:[^\d,.]|$)/v);
	}), {numRuns: 1000});
});

it('keeps the sign of what does not round to nothing', () => {
	expect([-0.005, -0.006, -1, 0.004, -0.004, -0].map(number => toDecimals(number, 2))).toEqual(['-0.01', '-0.01', '-1.00', '0.00', '0.00', '0.00']);
	expect([-0.6, -0.4].map(number => toDecimals(number, 0))).toEqual(['-1', '0']);
});

it('has one place where decimals are written', () => {
	const root = fileURLToPath(new URL('../../source', import.meta.url));
	const files = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter(file => /\.tsx?$/v.test(file) && !file.endsWith('decimals.ts'));
	// What becomes a number again has no sign of nothing in a text.
	const isText = (line: string) => line.includes('.toFixed(') && !/Number\(.*\.toFixed\(/v.test(line);
	const found = files.filter(file => readFileSync(join(root, file), 'utf8').split('\n').some(line => isText(line)));
	// An amount of memory, in a layer below.
	expect(found).toEqual([join('model', 'tensor', 'load-kernels.ts')]);
});
