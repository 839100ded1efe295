import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {RunRecord} from '../../source/history/run-record.js';
import {type Lead} from '../../source/run/burst-queue.js';
import {type Ask, type Questions} from '../../source/run/run.js';
import {Ending} from '../../source/session/ending.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {type CheckpointEvent, type TrainingEvent} from '../../source/training/events.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';

type Answer = ReturnType<Questions['discard']> | undefined;

const savedAt = (step: number): CheckpointEvent => ({type: 'checkpoint', step, path: '/runs/one/checkpoint.safetensors'});
const saving = {folder: '/runs/one', resumedStep: undefined};
const leadThat = (isAhead: boolean): Lead => ({
	burstMs: 0, isAhead, failure: undefined, wrapUp: vi.fn<() => void>(),
});

/** The end of a run that was saved after its third step, to be asked for a discard. */
function open(answer: () => Answer) {
	const record = RunRecord.of([exampleStart(9), exampleStep(1), exampleStep(2), exampleStep(3), savedAt(3)]);
	const asked: unknown[] = [];
	const ask = async (question: unknown) => {
		asked.push(question);
		return answer();
	};

	const ending = new Ending({ask: ask as Ask, record: () => record});
	return {ending, record, asked};
}

describe('what a run is waited for that is to end', () => {
	const waitingFor = (options: {lead?: Lead; saving?: typeof saving}) => new Ending({...options, ask: async () => undefined, record: () => new RunRecord()}).stopping;

	it('is nothing where nothing is under way and nothing saved', () => {
		expect(waitingFor({})).toBeUndefined();
		expect(waitingFor({lead: leadThat(false)})).toBeUndefined();
	});

	it('is the step under way, then its being saved', () => {
		expect(waitingFor({lead: leadThat(true), saving})).toBe('step');
		expect(waitingFor({lead: leadThat(false), saving})).toBe('saving');
	});

	it('is its being discarded from the first', () => {
		const ending = new Ending({
			lead: leadThat(true), saving, ask: async () => undefined, record: () => new RunRecord(),
		});
		ending.isDiscarding = true;
		expect(ending.stopping).toBe('discarding');
	});
});

describe('the end of a run', () => {
	it('discards nothing that nobody wants to be discarded', async () => {
		const {ending, record, asked} = open(() => ({left: undefined}));
		await ending.discardIfWanted();
		expect([asked, ending.isDiscarded, record.checkpoint?.step]).toEqual([[], false, 3]);
	});

	it('leaves no save of a run that is discarded whole', async () => {
		const {ending, record, asked} = open(() => ({left: undefined}));
		ending.isDiscarding = true;
		await ending.discardIfWanted();
		expect([asked, ending.isDiscarded, record.checkpoint]).toEqual([[['discard']], true, undefined]);
	});

	it('leaves the save from which a run went on of which the rest is discarded', async () => {
		const {ending, record} = open(() => ({left: savedAt(2)}));
		ending.isDiscarding = true;
		await ending.discardIfWanted();
		// The session is told by itself what is left.
		expect([ending.isDiscarded, record.checkpoint?.step]).toEqual([true, 3]);
	});

	it.each<[string, Answer]>([
		['could not be discarded', {
			left: {
				type: 'warning', step: 3, code: 'unsaved', message: 'Expected to discard the run, got “EACCES”.',
			},
		}],
		['died meanwhile', undefined],
	])('does not say that a run is discarded that %s', async (_, answer) => {
		const {ending, record} = open(() => answer);
		ending.isDiscarding = true;
		await ending.discardIfWanted();
		expect([ending.isDiscarded, record.checkpoint?.step]).toEqual([false, 3]);
	});

	it('does not say that a run is discarded that was left meanwhile', async () => {
		const {ending, record} = open(() => {
			ending.isDiscarding = false;
			return {left: undefined};
		});
		ending.isDiscarding = true;
		await ending.discardIfWanted();
		expect([ending.isDiscarded, record.checkpoint?.step]).toEqual([false, 3]);
	});
});

describe('a session that is discarded', () => {
	async function * steps(): AsyncGenerator<TrainingEvent, void, undefined> {
		yield exampleStart(1e6);
		for (let step = 1; ; step++) {
			yield exampleStep(step);
		}
	}

	function openSession() {
		const asked: unknown[] = [];
		const ask = async (question: unknown): Promise<Answer> => {
			asked.push(question);
			return {left: undefined};
		};

		const session = new TrainingSession({
			events: steps(), controls: {learningRateScale: 1}, speed: 'max', saving, ask: ask as Ask,
		});
		return {session, asked};
	}

	it('says what it waits for until nothing is left', async () => {
		const {session, asked} = openSession();
		session.stepOnce();
		const discarded = session.discard();
		expect(session.getSnapshot()).toMatchObject({stopping: 'discarding', isDiscarded: false});
		await discarded;
		expect(asked).toEqual([['discard']]);
		expect(session.getSnapshot()).toMatchObject({status: 'finished', stopping: undefined, isDiscarded: true});
	});

	it('is discarded without being asked where nothing was begun, and not where it is only stopped', async () => {
		const discarded = openSession();
		await discarded.session.discard();
		expect([discarded.asked, discarded.session.getSnapshot().isDiscarded]).toEqual([[], true]);
		const stopped = openSession();
		await stopped.session.stop();
		expect(stopped.session.getSnapshot().isDiscarded).toBe(false);
	});

	it('is no longer discarded when it is abandoned', async () => {
		const {session, asked} = openSession();
		session.stepOnce();
		const discarded = session.discard();
		await session.abandon();
		await discarded;
		expect(asked).toEqual([]);
		expect(session.getSnapshot()).toMatchObject({status: 'finished', isDiscarded: false});
	});
});
