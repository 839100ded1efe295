import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {LossHistory} from '../../source/history/loss-history.js';

/** What has been told of a step, or of many at once. */
type Told = {readonly firstStep: number; readonly lastStep: number; readonly losses: readonly number[]};

/** What a source may do: tell steps so far apart, tell many in one, or go back. */
const deeds = fc.oneof(
	fc.record({type: fc.constant('steps' as const), gap: fc.constantFrom(1, 1, 7, 100), count: fc.integer({min: 1, max: 1500})}),
	fc.record({type: fc.constant('intervals' as const), length: fc.integer({min: 1, max: 40}), count: fc.integer({min: 1, max: 60})}),
	fc.record({type: fc.constant('rewind' as const), perMille: fc.integer({min: 0, max: 1000})}),
);
const plots = fc.array(deeds, {minLength: 1, maxLength: 8});

const lossAt = (step: number, turn: number) => 2 + Math.abs(Math.sin((step * 37) + turn));
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Plays it, and keeps all that was told and has not been taken back. */
class Play {
	readonly history = new LossHistory();
	told: Told[] = [];
	/** Of what was told, what the curve kept when it was cut within a point of many steps. */
	kept: Told[] = [];
	/** Whether something was taken back while the curve had points of many steps, each of which may then lose some. */
	isLossy = false;
	isRewound = false;
	#turn = 0;

	get lastStep(): number {
		return this.told.at(-1)?.lastStep ?? 0;
	}

	do(deed: typeof deeds extends fc.Arbitrary<infer Deed> ? Deed : never) {
		this.#turn++;
		switch (deed.type) {
			case 'steps': {
				for (let index = 0; index < deed.count; index++) {
					this.#tellStep(this.lastStep + deed.gap);
				}

				break;
			}

			case 'intervals': {
				for (let index = 0; index < deed.count; index++) {
					this.#tellInterval(this.lastStep + 1, this.lastStep + deed.length);
				}

				break;
			}

			case 'rewind': {
				const step = 1 + Math.floor((deed.perMille / 1000) * this.lastStep);
				this.isRewound = true;
				this.isLossy ||= this.history.curve().some(({firstStep, lastStep}) => lastStep > firstStep);
				this.history.rewind(step);
				this.told = this.told.filter(({lastStep}) => lastStep < step);
				const curve = this.history.curve();
				this.kept = this.kept.filter(part => part.lastStep < step && curve.some(point => point.firstStep <= part.firstStep && point.lastStep >= part.lastStep));
				break;
			}
		}
	}

	#tell(told: Told) {
		this.told.push(told);
		this.kept.push(told);
	}

	#tellStep(step: number) {
		const loss = lossAt(step, this.#turn);
		this.history.record(step, loss);
		this.#tell({firstStep: step, lastStep: step, losses: [loss]});
	}

	#tellInterval(firstStep: number, step: number) {
		const losses = Array.from({length: step - firstStep + 1}, (_, index) => lossAt(firstStep + index, this.#turn));
		const minimumLoss = Math.min(...losses);
		this.history.recordInterval({
			type: 'interval', firstStep, step, loss: losses.at(-1)!, meanLoss: meanOf(losses), minimumLoss, minimumStep: firstStep + losses.indexOf(minimumLoss), maximumLoss: Math.max(...losses), runningMean: meanOf(losses),
		});
		this.#tell({firstStep, lastStep: step, losses});
	}
}

/** Calls a check with the play after each deed. */
function checkAll(check: (play: Play) => void) {
	fc.assert(fc.property(plots, plot => {
		const play = new Play();
		for (const deed of plot) {
			play.do(deed);
			check(play);
		}
	}), {numRuns: 30});
}

describe('a run that is told in part, in stretches, or twice', () => {
	it('has its latest losses at their steps', () => {
		checkAll(({history, told}) => {
			const recent = history.recentCurve();
			const expected = told.slice(told.length - recent.length).map(({firstStep, lastStep}) => [firstStep, lastStep]);
			expect(recent.map(({firstStep, lastStep}) => [firstStep, lastStep])).toEqual(expected);
			expect(recent.map(({mean}) => mean)).toEqual(told.slice(told.length - recent.length).map(({losses}) => meanOf(losses)));
		});
	});

	it('remembers a thousand of them, unless some were taken back', () => {
		checkAll(({history, told, isRewound}) => {
			expect(history.recentCurve().length).toBeLessThanOrEqual(1000);
			const least = isRewound ? 0 : Math.min(1000, told.length);
			expect(history.recentCurve().length).toBeGreaterThanOrEqual(least);
		});
	});

	it('has a curve whose points tell of their steps and of no others', () => {
		checkAll(({history, kept}) => {
			const curve = history.curve();
			expect(curve.length).toBeLessThanOrEqual(1024);
			let rest = kept;
			const stretches = curve.map(({firstStep, lastStep}) => {
				rest = rest.slice(rest.findIndex(part => part.firstStep >= firstStep));
				const end = rest.findIndex(part => part.lastStep > lastStep);
				return rest.slice(0, end === -1 ? rest.length : end).flatMap(({losses}) => losses);
			});
			expect(curve.map(({minimum, maximum}) => [minimum, maximum])).toEqual(stretches.map(losses => [Math.min(...losses), Math.max(...losses)]));
			const differences = curve.map(({mean}, index) => Math.abs(mean - meanOf(stretches[index])));
			expect(Math.max(0, ...differences)).toBeLessThanOrEqual(1e-9);
			expect(curve.every(({firstStep}, index) => index === 0 || firstStep > curve[index - 1].lastStep)).toBe(true);
			expect(curve.at(-1)?.lastStep ?? 0).toBe(kept.at(-1)?.lastStep ?? 0);
		});
	});

	it('has points of as many losses each, the last one aside, however far they are apart', () => {
		fc.assert(fc.property(fc.constantFrom(1, 7, 100), fc.integer({min: 1, max: 9000}), (gap, count) => {
			const history = new LossHistory();
			for (let index = 1; index <= count; index++) {
				history.record(index * gap, 2);
			}

			const sizes = history.curve().map(({firstStep, lastStep}) => ((lastStep - firstStep) / gap) + 1);
			expect(new Set(sizes.slice(0, -1)).size).toBeLessThanOrEqual(1);
			expect(sizes.at(-1)).toBeLessThanOrEqual(sizes[0]);
			expect(sizes.length).toBeGreaterThanOrEqual(Math.min(count, 512));
		}), {numRuns: 20});
	});

	it('remembers what was told last one by one, and buckets of what was before', () => {
		checkAll(({history, told, isLossy}) => {
			const remembered = history.remembered();
			const count = remembered.reduce((sum, {lossCount}) => sum + lossCount, 0);
			const all = told.reduce((sum, {losses}) => sum + losses.length, 0);
			const [largest] = history.curve().map(({firstStep, lastStep}) => told.filter(part => part.firstStep >= firstStep && part.lastStep <= lastStep).reduce((sum, {losses}) => sum + losses.length, 0)).toSorted((a, b) => b - a);
			expect(count).toBeLessThanOrEqual(all);
			expect(isLossy || count > all - (largest ?? 1)).toBe(true);
			expect(remembered.slice(remembered.length - history.recentCurve().length).map(({point}) => point)).toEqual(history.recentCurve());
			expect(remembered.every(({point}, index) => index === 0 || point.firstStep > remembered[index - 1].point.lastStep)).toBe(true);
		});
	});

	it('has a curve of all that was told, but for what a point of many steps loses when some are taken back', () => {
		checkAll(({history, told, kept, isLossy}) => {
			const points = history.curve();
			const stepCount = points.reduce((sum, {firstStep, lastStep}) => sum + kept.filter(part => part.firstStep >= firstStep && part.lastStep <= lastStep).length, 0);
			expect(stepCount).toBe(kept.length);
			expect(isLossy || kept.length === told.length).toBe(true);
		});
	});
});

describe('the running mean', () => {
	it('is that of the run as if nothing had been taken back', () => {
		const told = (steps: readonly number[], turn: number, history = new LossHistory()) => {
			for (const step of steps) {
				history.record(step, lossAt(step, turn));
			}

			return history;
		};

		const steps = Array.from({length: 500}, (_, index) => index + 1);
		const rewound = told(steps, 1);
		rewound.rewind(301);
		expect(rewound.runningMean).toBe(told(steps.slice(0, 300), 1).runningMean);
		told(steps.slice(300), 2, rewound);
		const straight = told(steps.slice(300), 2, told(steps.slice(0, 300), 1));
		expect(rewound.runningMean).toBeCloseTo(straight.runningMean!, 12);
		rewound.rewind(1);
		expect([rewound.runningMean, rewound.curve(), rewound.recentCurve(), rewound.remembered()]).toEqual([undefined, [], [], []]);
	});

	it('goes on from that of an interval', () => {
		const history = new LossHistory();
		history.recordInterval({
			type: 'interval', firstStep: 1, step: 400, loss: 2.1, meanLoss: 2.5, minimumLoss: 2, minimumStep: 399, maximumLoss: 3.3, runningMean: 2.2,
		});
		history.record(401, 2.4);
		expect(history.runningMean).toBeCloseTo((0.99 * 2.2) + (0.01 * 2.4), 12);
	});
});
