import {expect, it} from 'vitest';
import {type Request, type RunTransport} from '../../source/run/protocol.js';
import {RunConnection} from '../../source/run/run-connection.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {exampleStart} from '../helpers/example-events.js';

type Receive = Parameters<RunTransport['receive']>[0];

/** A session on a run elsewhere, whose other side does with each request what it is told to. */
async function openSession(onRequest: (request: Request, connection: RunConnection) => void) {
	let tell: Receive = () => undefined;
	const connection: RunConnection = new RunConnection({
		send(request) {
			onRequest(request, connection);
		},
		receive(listener) {
			tell = listener;
		},
		unref: () => undefined,
		end: async () => undefined,
	});
	tell({
		type: 'opened', start: exampleStart(5), notes: [], controls: {learningRateScale: 1}, saving: {folder: 'there', resumedStep: undefined},
	});
	const run = connection.runFrom(await connection.opened);
	tell({type: 'told', event: {type: 'checkpoint', step: 7, path: 'checkpoint.safetensors'}});
	return new TrainingSession({...run, speed: 1});
}

it('says that it failed, and what is saved of it, when it dies while it is discarded', async () => {
	const session = await openSession((request, connection) => {
		if (request.type === 'ask' && request.question[0] === 'discard') {
			connection.fail(new Error('The training thread crashed.'));
		}
	});
	session.start();
	session.pause();
	await session.discard();
	expect(session.failure?.message).toBe('The training thread crashed.');
	expect(session.getSnapshot()).toMatchObject({
		status: 'failed', isDiscarded: false, saving: {step: 7}, finish: {reason: 'failed'},
	});
});

it('says that it failed when it dies while it is stopped', async () => {
	const session = await openSession((request, connection) => {
		if (request.type === 'ask' && request.question[0] === 'end') {
			connection.fail(new Error('The training thread crashed.'));
		}
	});
	session.start();
	session.pause();
	await session.stop();
	expect(session.failure?.message).toBe('The training thread crashed.');
	expect(session.getSnapshot()).toMatchObject({status: 'failed', saving: {step: 7}});
});

it('fails where a message cannot be sent', async () => {
	const session = await openSession(() => {
		throw new Error('The pipe is closed.');
	});
	session.start();
	await session.finished;
	expect(session.failure?.message).toBe('The pipe is closed.');
});
