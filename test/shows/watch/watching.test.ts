import {PassThrough} from 'node:stream';
import {setTimeout} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {SourceError} from '../../../source/errors.js';
import {openWatched, Watching} from '../../../source/shows/watch/watching.js';
import {wide} from '../../helpers/coach-texts.js';

const stepLines = (from: number, to: number, loss: number | string) =>
	Array.from({length: to - from + 1}, (_, index) => `{"type": "step", "step": ${from + index}, "loss": ${loss}}\n`).join('');

/** A session that watches what is written to a stream; it is told when all of it has been taken. */
function open() {
	const stream = new PassThrough();
	const watching = new Watching([openWatched({stream, name: 'train.py'})], 'max');
	const {session} = watching;
	session.start();
	const write = async (text: string) => {
		stream.write(text);
		await setTimeout(60);
		return session.getSnapshot();
	};

	return {
		watching, session, stream, write,
	};
}

describe('watching another program', () => {
	it('keeps the run before when it begins again, and tells of it', async () => {
		const {watching, session, stream, write} = open();
		const first = await write(stepLines(1, 30, 3));
		expect(session.earlier).toEqual([]);
		expect(first).toMatchObject({lastStep: {step: 30}, mode: 'watch'});
		const second = await write(stepLines(1, 20, 2));
		expect(second).toMatchObject({
			lastStep: {step: 20}, runningMean: expect.closeTo(2, 9) as number, news: {code: 'restarted'}, coachMessage: {wordings: expect.arrayContaining(['step 1: the run started again; the faint curve is the previous one']) as string[]},
		});
		expect(second.curve).toHaveLength(20);
		expect(watching.shown).toMatchObject({
			runs: [{
				name: 'train.py', mark: undefined, curve: first.curve, session: undefined,
			}, {name: 'train.py', mark: undefined, session}],
			focus: 1,
		});
		const third = await write(stepLines(1, 5, 1));
		expect(third.curve).toHaveLength(5);
		expect(watching.shown.runs[0].curve).toEqual(second.curve);
		stream.end();
		await session.finished;
		expect(session.getSnapshot().finish).toMatchObject({reason: 'stopped', totals: {steps: 5}});
	});

	it('says of the run that begins again what it had said of the one before', async () => {
		const {session, stream, write} = open();
		const first = await write(`{"type": "start", "model": {"vocabSize": 27}}\n${stepLines(1, 3, 3)}`);
		expect(wide(first.coachMessage)).toContain('step 1: loss 3.00, about a blind guess');
		const second = await write(stepLines(1, 3, 2));
		expect(wide(second.coachMessage)).toContain('step 1: loss 2.00, below a blind guess');
		stream.end();
		await session.finished;
	});

	it('replaces the steps that are told again, and tells of it', async () => {
		const {session, stream, write} = open();
		await write(stepLines(1, 30, 3));
		const snapshot = await write(stepLines(11, 15, 2));
		expect(session.earlier).toEqual([]);
		expect(snapshot).toMatchObject({lastStep: {step: 15}, news: {code: 'rewound'}});
		expect(snapshot.curve.map(({mean}) => mean)).toEqual([...Array.from({length: 10}, () => 3), 2, 2, 2, 2, 2]);
		stream.end();
		await session.finished;
	});

	it('goes on when the loss is no number, and when it is one again', async () => {
		const {session, stream, write} = open();
		const diverged = await write(stepLines(1, 5, 3) + stepLines(6, 8, 'NaN'));
		expect(diverged).toMatchObject({status: 'running', lastStep: {step: 8, loss: NaN}, warnings: [{code: 'diverged', step: 6}]});
		const recovered = await write(stepLines(9, 10, 2));
		expect(recovered).toMatchObject({
			status: 'running', lastStep: {step: 10, loss: 2}, warnings: [], news: {code: 'recovered', step: 9},
		});
		await write(stepLines(11, 11, 'null'));
		stream.end();
		await session.finished;
		expect(session.getSnapshot()).toMatchObject({status: 'finished', finish: {reason: 'diverged'}});
	});

	it('shows what there is to say of the source while there are no steps', async () => {
		const {session, stream, write} = open();
		let snapshots = 0;
		session.subscribe(() => {
			snapshots++;
		});
		await write('hello\n');
		await setTimeout(100);
		expect(session.getSnapshot().source).toMatchObject({lines: 1, unread: undefined, isFile: false});
		expect(snapshots).toBeGreaterThan(0);
		stream.end();
		await session.finished;
		expect(session.failure).toBeInstanceOf(SourceError);
		expect(session.getSnapshot()).toMatchObject({status: 'failed', finish: {reason: 'failed'}});
	});

	it('has no time that it does not know', async () => {
		const {session, stream, write} = open();
		expect(session.getSnapshot().elapsedMs).toBeUndefined();
		expect(await write('{"type": "step", "step": 1, "loss": 3, "elapsedMs": 1234}\n')).toMatchObject({elapsedMs: 1234, remainingMs: undefined});
		stream.end();
		await session.finished;
	});
});

it('drops what was counted before a program told its steps', async () => {
	const {session, stream, write} = open();
	expect(await write('loss: 4.5\nloss: 4.25\n')).toMatchObject({start: {counts: 'lines'}, lastStep: {step: 2}});
	const later = await write('step 10/20: loss 4.0\n');
	expect(later).toMatchObject({lastStep: {step: 10}, curve: [{lastStep: 10}]});
	expect(session.earlier).toEqual([]);
	expect(later.start).not.toHaveProperty('counts');
	stream.end();
	await session.finished;
});

describe('watching several programs', () => {
	const openTwo = async () => {
		const streams = [new PassThrough(), new PassThrough()];
		const watching = new Watching(streams.map((stream, index) => openWatched({stream, name: `${'ab'[index]}.log`})), 'max');
		watching.session.start();
		streams[0].write(stepLines(1, 5, 3));
		streams[1].write(stepLines(1, 9, 2));
		await setTimeout(100);
		return {streams, watching};
	};

	it('shows the first, with the curves of all', async () => {
		const {watching} = await openTwo();
		expect(watching.session.getSnapshot()).toMatchObject({lastStep: {step: 5}});
		expect(watching.shown).toMatchObject({
			runs: [{mark: 'a', name: 'a.log', curve: {length: 5}}, {mark: 'b', name: 'b.log', curve: {length: 9}}], focus: 0,
		});
		await watching.close();
	});

	it('shows the next, and after the last the first, and tells who listens', async () => {
		const {watching} = await openTwo();
		let changes = 0;
		const unsubscribe = watching.subscribe(() => {
			changes++;
		});
		watching.focusNext();
		expect(watching.runNumber).toBe(2);
		expect(watching.getSession().getSnapshot()).toMatchObject({lastStep: {step: 9}});
		expect(watching.shown).toMatchObject({runs: {length: 2}, focus: 1});
		watching.focusNext();
		expect([watching.runNumber, changes]).toEqual([1, 2]);
		unsubscribe();
		await watching.close();
		expect(watching.sessions.map(session => session.getSnapshot().status)).toEqual(['finished', 'finished']);
	});

	it('draws anew when one that is not shown goes on', async () => {
		const {streams, watching} = await openTwo();
		let frames = 0;
		watching.session.subscribe(() => {
			frames++;
		});
		streams[1].write(stepLines(10, 12, 2));
		await setTimeout(200);
		expect(frames).toBeGreaterThan(0);
		expect(watching.shown.runs[1].curve).toHaveLength(12);
		await watching.close();
	});

	it('goes on with the others when one of them has no step', async () => {
		const {streams, watching} = await openTwo();
		const empty = new Watching([openWatched({stream: streams[0], name: 'a.log'}), openWatched({stream: new PassThrough().end('hello\n'), name: 'none.log'})], 'max');
		await setTimeout(100);
		expect(empty.sessions[1].failure).toBeInstanceOf(SourceError);
		expect(empty.sessions[0].failure).toBeUndefined();
		await Promise.all([empty.close(), watching.close()]);
	});
});
