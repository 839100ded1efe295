import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {Coach} from '../../source/coach/coach.js';
import {type CoachMessage} from '../../source/coach/coach-message.js';
import {type Rule, rules} from '../../source/coach/coach-rules.js';
import {leads} from '../../source/coach/leads.js';
import {type Evidence} from '../../source/coach/evidence.js';
import {emptySnapshot, exampleSnapshot, finishedSnapshot} from '../helpers/example-snapshot.js';
import {narrow, wide} from '../helpers/coach-texts.js';

/** What a coach shows from when on, looking at a run every so often. */
function watch(coach: Coach, evidences: ReadonlyArray<readonly [now: number, evidence: Evidence]>): Array<readonly [number, CoachMessage | undefined]> {
	const shown: Array<readonly [number, CoachMessage | undefined]> = [];
	for (const [now, evidence] of evidences) {
		coach.observe(evidence, now);
		if (coach.current !== shown.at(-1)?.[1]) {
			shown.push([now, coach.current]);
		}
	}

	return shown;
}

const ended = finishedSnapshot({nextPreset: 'microgpt'});
const [at100, at30] = [100, 30].map(stepsPerSecond => Array.from({length: Math.floor(15 * 1000 / stepsPerSecond)}, (_, index) => {
	const now = index * 1000 / 15;
	return [now, exampleSnapshot(Math.floor(now * stepsPerSecond / 1000) + 1)] as const;
}));
const messages = [
	'step 1: loss 3.28, about a blind guess among 27 tokens (ln 27 = 3.30)',
	'step 25: mean fell below the uniform baseline (3.30): better than guessing',
	'step 97: mean fell below the unigram baseline (2.88): more than letter counts',
	'step 346: mean reached the bigram baseline (2.53), the limit of one letter',
	'mean of last 100 losses 2.48, close to bigram (2.53); n trains microgpt',
];

describe('the coach at the run of the chapter', () => {
	it.each([['fast', at100], ['slow', at30]] as const)('says what happened at which step, however %s it comes', (_, run) => {
		const coach = new Coach();
		watch(coach, [...run, [run.at(-1)![0] + 66, ended]]);
		expect(coach.history.map(message => wide(message))).toEqual(messages);
	});

	it('says the same of a run that was over before it looked', () => {
		const coach = new Coach();
		coach.observe(ended, 0);
		expect(wide(coach.current)).toBe(messages.at(-1));
		expect(coach.history.map(message => wide(message))).toEqual(messages);
	});

	it('shows each when there is time to read it, and the end at once', () => {
		const shown = watch(new Coach(), [...at100, [10_010, ended], [20_000, ended], [90_000, ended]]);
		expect(shown.map(([now, message]) => [Math.round(now / 100) / 10, wide(message)?.slice(0, 20)])).toEqual([
			[0, messages[0].slice(0, 20)], [4, messages[3].slice(0, 20)], [10, messages[4].slice(0, 20)],
		]);
	});

	it('waits for the baselines, also after the end', () => {
		const coach = new Coach();
		const [early, without] = [exampleSnapshot(700, {baselines: undefined}), {...ended, baselines: undefined}];
		expect(watch(coach, [[0, early], [100, without], [9000, without], [9100, ended]]).map(([now, message]) => [now, wide(message)])).toEqual([
			[0, messages[0]], [9000, undefined], [9100, messages[4]],
		]);
		expect(coach.history).toHaveLength(5);
	});
});

/** A rule that speaks at given times, which stand in the evidence as the running mean. */
function ruleAt(times: readonly number[], label: string, changes: Partial<Rule>): Rule {
	return {
		isRepeated: true,
		say(evidence, last) {
			const step = times.findLast(time => time <= evidence.runningMean!);
			return step === undefined || step === last?.step ? undefined : {step, wordings: [`${label} ${step}`, label]};
		},
		...changes,
	};
}

const at = (now: number, changes: Partial<Evidence> = {}): readonly [number, Evidence] => [now, {...emptySnapshot, runningMean: now, ...changes}];
const every100 = (count: number) => Array.from({length: count}, (_, index) => at(index * 100));

describe('the coach', () => {
	it('never shows two messages within four seconds, each once, each for at most eight', () => {
		const times = fc.array(fc.integer({min: 0, max: 20_000}), {maxLength: 12}).map(list => [...new Set(list)].toSorted((a, b) => a - b));
		fc.assert(fc.property(times, times, times, (first, second, third) => {
			const coach = new Coach([ruleAt(first, 'a', {}), ruleAt(second, 'b', {topic: 'progress'}), ruleAt(third, 'c', {topic: 'learning rate', isOverruled: true})]);
			const shown = watch(coach, every100(1500));
			const starts = shown.filter(([, message]) => message);
			for (const [index, [now]] of starts.entries()) {
				expect(now - (starts[index - 1]?.[0] ?? -Infinity)).toBeGreaterThanOrEqual(4000);
			}

			for (const [index, [now, message]] of shown.entries()) {
				expect((shown[index + 1]?.[0] ?? now) - now).toBeLessThanOrEqual(message ? 8000 : Infinity);
			}

			expect(coach.current).toBeUndefined();
			expect(new Set(coach.history).size).toBe(coach.history.length);
			expect(coach.history).toEqual(expect.arrayContaining(starts.map(([, message]) => message)));
		}), {numRuns: 40});
	});

	it('keeps what was overtaken for the history, but not what was overruled', () => {
		const coach = new Coach([ruleAt([0, 100, 200], 'a', {topic: 'progress'}), ruleAt([100, 200], 'b', {topic: 'learning rate', isOverruled: true})]);
		const shown = watch(coach, every100(100));
		expect(shown.map(([now, message]) => [now, wide(message)])).toEqual([[0, 'a 0'], [4000, 'a 200'], [8000, 'b 200']]);
		expect(coach.history.map(message => wide(message))).toEqual(['a 0', 'a 100', 'a 200', 'b 200']);
	});

	it('has the end as its last word, whatever waits or comes later', () => {
		const coach = new Coach([ruleAt([0, 1000, 3000], 'a', {}), ruleAt([2000], 'end', {isUrgent: true})]);
		const shown = watch(coach, every100(200));
		expect(shown.map(([now, message]) => [now, wide(message)])).toEqual([[0, 'a 0'], [2000, 'end 2000']]);
		expect(coach.history.map(message => wide(message))).toEqual(['a 0', 'a 1000', 'end 2000', 'a 3000']);
	});

	it('gives no advice for a run that is over', () => {
		const coach = new Coach([ruleAt([0], 'a', {isForRunning: true})]);
		expect(watch(coach, [at(0, {finish: ended.finish})])).toEqual([]);
	});

	it('remembers the last 50 messages', () => {
		const coach = new Coach([ruleAt(Array.from({length: 80}, (_, index) => index * 100), 'a', {topic: 'progress'})]);
		watch(coach, every100(200));
		expect(coach.history).toHaveLength(50);
		expect(coach.history.at(-1)?.step).toBe(7900);
	});

	it('knows when it will show something else', () => {
		const coach = new Coach([ruleAt([0, 100], 'a', {})]);
		expect(coach.changesAt).toBeUndefined();
		watch(coach, [at(0)]);
		expect(coach.changesAt).toBe(8000);
		watch(coach, [at(100)]);
		expect(coach.changesAt).toBe(4000);
		watch(coach, [at(4000)]);
		expect(coach.changesAt).toBe(12_000);
		watch(coach, [at(12_000)]);
		expect(coach.changesAt).toBeUndefined();
	});
});

describe('the coach of the first run', () => {
	const lead = () => new Coach(rules, leads);
	const texts = (shown: ReturnType<typeof watch>) => shown
		.map(([now, message]) => [Math.round(now / 100) / 10, wide(message)] as const)
		.filter(([, text], index, all) => text !== all[index - 1]?.[1]);

	it('says what is trained and what to look at, then what has happened, and keeps only that', () => {
		const coach = lead();
		const shown = watch(coach, [...at100, [10_010, ended]]);
		expect(texts(shown)).toEqual([
			[0, '992 parameters learn to spell 6,000 names: watch the loss fall to 2.53'],
			[3, 'faint band: single names; line: their mean; press 2: one step in detail'],
			[6, messages[3]],
			[10, messages[4]],
		]);
		expect(coach.history.map(message => wide(message))).toEqual(messages);
	});

	it('speaks of the baseline as soon as that is known', () => {
		const coach = lead();
		coach.observe(exampleSnapshot(1, {baselines: undefined}), 0);
		expect(wide(coach.current)).toBe('A model of 992 parameters learns to spell 6,000 names. Watch the loss fall.');
		coach.observe(exampleSnapshot(2), 100);
		expect(wide(coach.current)).toBe('992 parameters learn to spell 6,000 names: watch the loss fall to 2.53');
		expect(narrow(coach.current)).toBe('learning names: watch the loss fall');
		expect(coach.current?.wordings[0]).toBe('A model of 992 parameters learns to spell 6,000 names. Watch the loss fall to 2.53, the pair counts.');
		coach.observe(exampleSnapshot(3), 3100);
		expect(narrow(coach.current)).toBe('faint: names; line: mean; 2: one step');
	});

	it('gives way at once to what is more than progress, for good', () => {
		const coach = lead();
		coach.observe(exampleSnapshot(1), 0);
		coach.observe(exampleSnapshot(20, {learningRateChanges: [{step: 12, scale: 1.5}]}), 500);
		expect(wide(coach.current)).toContain('step 1: loss');
		const [[, later]] = texts(watch(coach, [[5000, exampleSnapshot(500)]]));
		expect(later).toContain('learning rate');
		const over = lead();
		over.observe(exampleSnapshot(1), 0);
		over.observe(ended, 200);
		expect(wide(over.current)).toBe(messages.at(-1));
		over.observe(ended, 60_000);
		expect(wide(over.current)).toBe(messages.at(-1));
	});
});
