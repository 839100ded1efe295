import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../source/report/chart/glyphs.js';
import {speeds} from '../../source/session/pacer.js';
import {type Snapshot} from '../../source/session/snapshot.js';
import {factsOf} from '../../source/ui/facts.js';
import {
	emptySnapshot,
	exampleSnapshot,
	exampleStart,
	finishedSnapshot,
	validatedSnapshot,
} from '../helpers/example-snapshot.js';

const example = exampleSnapshot(393);
/** The columns of the overview have room for so much. */
const widestValue = 10;

function valueOf(label: string, snapshot: Snapshot): string | undefined {
	return factsOf(snapshot, unicodeGlyphs).find(fact => fact.label === label)?.value;
}

function tooWide(snapshot: Snapshot): string[] {
	return factsOf(snapshot, unicodeGlyphs).filter(({value}) => value.length > widestValue).map(({label, value}) => `${label}: ${value}`);
}

describe('the facts', () => {
	it('are the figures of the run', () => {
		const values = Object.fromEntries(factsOf(example, unicodeGlyphs).map(({label, value}) => [label, value]));
		expect(values).toEqual({
			loss: '1.8748',
			'running mean': '2.5520',
			'learning rate': '0.006080',
			parameters: '992',
			elapsed: '0:03',
			'time left': '0:06',
			pace: '100/s',
			'engine steps': '4,000/s',
			'engine tokens': '24,000/s',
			'gradient norm': '0.8518',
			'best mean': '2.5520',
			'tokens seen': '2,358',
		});
	});

	it('are dashes as long as they are not known', () => {
		const known = new Set(['elapsed', 'pace']);
		const values = factsOf(emptySnapshot, unicodeGlyphs).filter(({label}) => !known.has(label)).map(({value}) => value);
		expect(new Set(values)).toEqual(new Set(['-']));
		expect(valueOf('elapsed', emptySnapshot)).toBe('0:00');
	});

	it('have the best running mean, or the best validation, and not the easiest document', () => {
		expect(valueOf('best mean', exampleSnapshot(99))).toBe('-');
		expect(valueOf('best mean', exampleSnapshot(1000))).toBe('2.4638');
		expect(valueOf('best valid.', validatedSnapshot(393))).toBe('2.5543');
		expect(valueOf('best mean', validatedSnapshot(393))).toBeUndefined();
	});

	it('have the mean by which a run is judged when it is over', () => {
		expect(factsOf(finishedSnapshot(), unicodeGlyphs).map(({label}) => label)).not.toContain('running mean');
		expect(valueOf('mean of 100', finishedSnapshot())).toBe('2.4757');
		expect(valueOf('mean of last', finishedSnapshot({
			lastMean: {
				mean: 2, count: 12_000, deviation: 1, standardError: 1,
			},
		}))).toBe('2.0000');
	});

	it('say since when time is counted', () => {
		expect(valueOf('since resumed', exampleSnapshot(393, {clockFromStep: 200}))).toBe('0:03');
		expect(valueOf('elapsed', exampleSnapshot(393, {clockFromStep: 200}))).toBeUndefined();
		const {start} = exampleSnapshot(393);
		const forked = {clockFromStep: 200, start: {...start!, parent: {step: 200, documents: 200}}};
		expect(valueOf('since forked', exampleSnapshot(393, forked))).toBe('0:03');
		expect(valueOf('since resumed', exampleSnapshot(393, {...forked, clockFromStep: 300}))).toBe('0:03');
	});

	it('name the validation loss only where documents are held out', () => {
		expect(valueOf('validation', example)).toBeUndefined();
		expect(valueOf('validation', validatedSnapshot(393))).toBe('2.5543');
		expect(valueOf('validation', validatedSnapshot(10))).toBe('-');
	});

	it.each([
		[1.5, 'rate ×1.5'],
		[1 / 1.5, 'rate ×0.67'],
		[1.5 ** 12, 'rate ×1e+2'],
		[1.5 ** -12, 'rate ×8e-3'],
	])('say that the learning rate is scaled by %d', (learningRateScale, label) => {
		expect(factsOf({...example, learningRateScale}, unicodeGlyphs).map(fact => fact.label)).toContain(label);
		expect(factsOf({...example, learningRateScale}, asciiGlyphs).map(fact => fact.label)).toContain(label.replace('×', 'x'));
	});

	it('are always as many, so that no figure jumps to another place', () => {
		expect(factsOf(exampleSnapshot(1), unicodeGlyphs)).toHaveLength(factsOf({...emptySnapshot, start: exampleStart}, unicodeGlyphs).length);
		expect(factsOf(validatedSnapshot(1), unicodeGlyphs)).toHaveLength(factsOf(validatedSnapshot(393), unicodeGlyphs).length);
	});

	it('have labels that fit a narrow column', () => {
		for (const notch of [-30, -7, -1, 0, 1, 7, 30]) {
			const facts = factsOf({...validatedSnapshot(393), learningRateScale: 1.5 ** notch}, unicodeGlyphs);
			expect(facts.filter(({label}) => label.length > 13)).toEqual([]);
			expect(facts.filter(({label, shortLabel}) => shortLabel.length > label.length)).toEqual([]);
		}
	});

	it('have values that fit their columns, whatever the run', () => {
		const positive = (maximum: number) => fc.double({min: 0, max: maximum, noNaN: true});
		const anyRun = fc.record({
			// The logarithm of the smallest number is -745.
			loss: positive(746),
			learningRate: fc.oneof(positive(1), positive(2e8)),
			gradientNorm: fc.oneof(positive(1e4), positive(1e300)),
			// As many documents of as many tokens as the command line takes.
			tokenCount: fc.integer({min: 1, max: 4096 * 4096}),
			parameterCount: fc.integer({min: 1, max: 2_000_000}),
			elapsedMs: positive(1000 * 86_400_000),
			remainingMs: positive(1000 * 86_400_000),
			stepsPerSecond: positive(100_000),
			tokensPerSecond: positive(999_999),
			speed: fc.constantFrom(...speeds),
		});
		fc.assert(fc.property(anyRun, ({loss, learningRate, gradientNorm, tokenCount, parameterCount, ...others}) => {
			expect(tooWide({
				...example,
				...others,
				start: {...exampleStart, parameterCount},
				lastStep: {
					...example.lastStep!, loss, learningRate, gradientNorm, tokenCount,
				},
				runningMean: loss,
				bestMean: {step: 1, loss},
				bestValidation: {step: 1, loss},
				tokens: tokenCount * 1e5,
			})).toEqual([]);
		}), {numRuns: 500});
	});

	it('fit for a run of many years', () => {
		const dayMs = 86_400_000;
		expect(tooWide({...example, elapsedMs: 9999.99 * dayMs, remainingMs: 9999.99 * dayMs})).toEqual([]);
	});
});
