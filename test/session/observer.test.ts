import {
	afterEach,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {RunRecord} from '../../source/history/run-record.js';
import {Observer} from '../../source/session/observer.js';
import {type TrainingSessionOptions} from '../../source/session/session-options.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';

beforeEach(() => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']});
});

afterEach(() => {
	vi.useRealTimers();
});

function open(options: Partial<TrainingSessionOptions> = {}) {
	const onCoachChange = vi.fn<() => void>();
	const observer = new Observer({controls: {learningRateScale: 1}, ...options}, onCoachChange);
	const takeSteps = (from: number, to: number, msPerStep = 0) => {
		for (let step = from; step <= to; step++) {
			vi.advanceTimersByTime(msPerStep);
			observer.take(exampleStep(step));
		}
	};

	return {observer, onCoachChange, takeSteps};
}

describe('an observer of a run that another program begins anew', () => {
	it('keeps what it had come to for comparison, and begins again', () => {
		const {observer, takeSteps} = open({mode: 'watch'});
		observer.take(exampleStart(100));
		takeSteps(1, 5);
		expect(observer.earlier).toBeUndefined();
		takeSteps(1, 2);
		expect(observer.earlier).toMatchObject({name: 'chapter7'});
		expect(observer.earlier!.curve.map(({lastStep}) => lastStep)).toEqual([1, 2, 3, 4, 5]);
		const {curve, lastStep, start} = observer.observe('max');
		expect([curve.length, lastStep?.step, start?.training.steps]).toEqual([2, 2, 100]);
	});

	it('sees it in stretches of steps as well', () => {
		const {observer} = open({mode: 'watch'});
		const stretch = (firstStep: number) => {
			observer.take({
				type: 'interval', firstStep, step: firstStep + 9, loss: 2.5, meanLoss: 2.5, minimumLoss: 2, minimumStep: firstStep, maximumLoss: 3,
			});
		};

		stretch(1);
		stretch(11);
		expect(observer.earlier).toBeUndefined();
		stretch(1);
		expect(observer.earlier).toMatchObject({name: 'the run'});
		expect(observer.record.lastStep?.step).toBe(10);
	});

	it('lets the clock go on from 0', () => {
		const {observer, takeSteps} = open();
		observer.setRunning(true);
		takeSteps(1, 3, 1000);
		expect(observer.observe('max').elapsedMs).toBe(3000);
		takeSteps(1, 1);
		vi.advanceTimersByTime(500);
		expect(observer.observe('max').elapsedMs).toBe(500);
	});

	it('takes a run for the same that goes back to an earlier step', () => {
		const {observer, takeSteps} = open({mode: 'watch'});
		takeSteps(1, 5);
		takeSteps(3, 4);
		expect(observer.earlier).toBeUndefined();
		expect(observer.observe('max').curve).toHaveLength(4);
	});

	it('keeps nothing for comparison that counted something else', () => {
		const {observer, takeSteps} = open({mode: 'watch'});
		observer.take({...exampleStart(100), counts: 'lines'});
		takeSteps(1, 5);
		observer.take({...exampleStart(100), counts: 'lines'});
		expect(observer.observe('max').curve).toHaveLength(5);
		observer.take({...exampleStart(100), counts: 'epochs'});
		expect([observer.earlier, observer.record.lastStep]).toEqual([undefined, undefined]);
		expect(observer.record.start?.counts).toBe('epochs');
	});
});

describe('the time of an observer', () => {
	it('passes while the run goes on', () => {
		const {observer} = open();
		vi.advanceTimersByTime(1000);
		expect(observer.observe('max').elapsedMs).toBe(0);
		observer.setRunning(true);
		vi.advanceTimersByTime(1000);
		observer.setRunning(false);
		vi.advanceTimersByTime(1000);
		expect(observer.observe('max').elapsedMs).toBe(1000);
	});

	it('is left by how fast the steps really come, until the pace is another', () => {
		const {observer, takeSteps} = open();
		observer.take(exampleStart(1000));
		observer.setRunning(true);
		takeSteps(1, 100, 50);
		expect(observer.observe('max').remainingMs).toBe(900 * 50);
		observer.paceChanged();
		// Of a millisecond for each, as the engine tells it.
		expect(observer.observe('max').remainingMs).toBe(900);
	});
});

describe('what an observer knows of the controls', () => {
	const change = {
		type: 'control', step: 1, learningRateScale: 0.5, temperature: 0.7, prefix: 'ka',
	} as const;

	it('is what they are set to where it is trained, and what was set elsewhere', () => {
		for (const [mode, expected] of [
			['training', {learningRateScale: 2, temperature: 1.5, prefix: 'jo'}],
			['replay', {learningRateScale: 0.5, temperature: 0.7, prefix: 'ka'}],
			['watch', {learningRateScale: 0.5, temperature: 0.7, prefix: 'ka'}],
		] as const) {
			const {observer} = open({mode, controls: {learningRateScale: 2, temperature: 1.5, prefix: 'jo'}});
			observer.take(change);
			expect(observer.observe('max')).toMatchObject({mode, ...expected});
		}
	});
});

describe('what an observer keeps', () => {
	it('has a curve of what steps say besides their loss only where another program trains', () => {
		for (const [mode, names] of [['watch', ['learning rate', 'gradient norm']], ['replay', []], ['training', []]] as const) {
			const {observer, takeSteps} = open({mode});
			takeSteps(1, 2);
			expect(observer.observe('max').metrics.map(({name}) => name)).toEqual(names);
		}
	});

	it('goes on from the past, whose start is not that of today', () => {
		const past = RunRecord.of([exampleStart(10), exampleStep(1), exampleStep(2)]);
		const {observer} = open({past});
		expect(observer.observe('max')).toMatchObject({start: undefined, lastStep: {step: 2}, clockFromStep: 2});
	});
});

it('has a clock of its own for a run that has left another one, for the engine too', () => {
	const {observer} = open({mode: 'training'});
	observer.setRunning(true);
	const point = {step: 200, documents: 200, lastStep: {...exampleStep(200), elapsedMs: 17_000}};
	observer.take({...exampleStart(400), parent: point});
	expect(observer.observe('max')).toMatchObject({clockFromStep: 200, engineMs: 0});
	observer.take({...exampleStep(201), elapsedMs: 17_040});
	expect(observer.observe('max')).toMatchObject({clockFromStep: 200, engineMs: 40});
});

describe('the coach of an observer', () => {
	it('says what there is to see to whoever sees the first run, and tells when that has been read', () => {
		const {observer, onCoachChange} = open({isOpening: true});
		observer.take(exampleStart(1000));
		const first = observer.observe('max').coachMessage;
		expect(first?.wordings[0]).toContain('Watch the loss fall');
		// However often one looks, it is told once.
		observer.observe('max');
		vi.advanceTimersByTime(2900);
		expect(onCoachChange).not.toHaveBeenCalled();
		vi.advanceTimersByTime(100);
		expect(onCoachChange).toHaveBeenCalledOnce();
		expect(observer.observe('max').coachMessage).not.toEqual(first);
	});

	it('has nothing to lead to where the run is not the first', () => {
		const {observer, onCoachChange} = open();
		observer.take(exampleStart(1000));
		expect(observer.observe('max').coachMessage).toBeUndefined();
		vi.advanceTimersByTime(60_000);
		expect(onCoachChange).not.toHaveBeenCalled();
	});
});
