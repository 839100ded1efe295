import {PassThrough} from 'node:stream';
import {setTimeout} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {SourceError} from '../../source/errors.js';
import {openWatched, Watching} from '../../source/session/watching.js';

const stepLines = (from: number, to: number, loss: number | string) =>
	Array.from({length: to - from + 1}, (_, index) => `{"type": "step", "step": ${from + index}, "loss": ${loss}}\n`).join('');

/** A session that watches what is written to a stream; it is told when all of it has been taken. */
function open() {
	const stream = new PassThrough();
	const {session} = new Watching(openWatched({stream, name: 'train.py'}), 'max');
	session.start();
	const write = async (text: string) => {
		stream.write(text);
		await setTimeout(60);
		return session.getSnapshot();
	};

	return {session, stream, write};
}

describe('watching another program', () => {
	it('keeps the run before when it begins again, and tells of it', async () => {
		const {session, stream, write} = open();
		const first = await write(stepLines(1, 30, 3));
		expect(first).toMatchObject({previous: undefined, lastStep: {step: 30}, mode: 'watch'});
		const second = await write(stepLines(1, 20, 2));
		expect(second).toMatchObject({
			lastStep: {step: 20}, runningMean: expect.closeTo(2, 9) as number, news: {code: 'restarted'}, coachMessage: {text: 'step 1: the run started again; the faint curve is the previous one'},
		});
		expect(second.curve).toHaveLength(20);
		expect(second.previous).toMatchObject({name: 'train.py'});
		expect(second.previous?.curve).toEqual(first.curve);
		const third = await write(stepLines(1, 5, 1));
		expect(third.previous?.curve).toEqual(second.curve);
		stream.end();
		await session.finished;
		expect(session.getSnapshot().finish).toMatchObject({reason: 'stopped', totals: {steps: 5}});
	});

	it('says of the run that begins again what it had said of the one before', async () => {
		const {session, stream, write} = open();
		const first = await write(`{"type": "start", "model": {"vocabSize": 27}}\n${stepLines(1, 3, 3)}`);
		expect(first.coachMessage?.text).toContain('step 1: loss 3.00, about a blind guess');
		const second = await write(stepLines(1, 3, 2));
		expect(second.coachMessage?.text).toContain('step 1: loss 2.00, below a blind guess');
		stream.end();
		await session.finished;
	});

	it('replaces the steps that are told again, and tells of it', async () => {
		const {session, stream, write} = open();
		await write(stepLines(1, 30, 3));
		const snapshot = await write(stepLines(11, 15, 2));
		expect(snapshot).toMatchObject({previous: undefined, lastStep: {step: 15}, news: {code: 'rewound'}});
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
