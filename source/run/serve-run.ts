import {UserError} from '../errors.js';
import {type RunConfig} from '../settings/run-config.js';
import {BurstWriter} from './burst.js';
import {type LocalRun, openRun} from './open-run.js';
import {type OpenRunOptions} from './open-run-options.js';
import {
	type DistantQuestion,
	type DistantQuestions,
	type Reply,
	type Request,
	type Transport,
} from './protocol.js';
import {type AskOptions, type Questions} from './run.js';

/**
Opens a run for somebody elsewhere, and answers what it is asked, until the transport ends. The other side is `RunConnection`.

@throws what `openRun` throws, but for a `UserError`, which is told.
*/
export async function serveRun(config: RunConfig, version: string, options: Omit<OpenRunOptions, 'onProgress'>, transport: Transport<Reply, Request>): Promise<void> {
	const {send} = transport;
	try {
		const run = await openRun(config, version, {
			...options,
			onProgress(progress) {
				send({type: 'loading', progress});
			},
		});
		// The other side has this event when it has `start`.
		await run.events.next();
		const {start, notes, controls, saving} = run;
		send({
			type: 'opened', start, notes, controls, saving: saving && {folder: saving.folder, resumedStep: saving.resumedStep},
		});
		answerRequests(run, transport);
	} catch (error) {
		tellUserError(error, send);
	}
}

/** Tells what the user can mend. All else is a bug and not caught: it ends the thread or the process, which is how the other side hears of it. */
function tellUserError(error: unknown, send: Transport<Reply, Request>['send']) {
	if (!(error instanceof UserError)) {
		throw error;
	}

	send({type: 'userError', error: {name: error.name, message: error.message}});
}

function answerRequests(run: LocalRun, {send, receive}: Transport<Reply, Request>) {
	const cancellers = new Map<number, AbortController>();
	const answer = async (id: number, question: DistantQuestion, options: AskOptions) => {
		try {
			if (question[0] === 'advance') {
				const [, burstMs, controls] = question;
				Object.assign(run.controls, controls);
				const burst = await makeBurst(run, burstMs);
				send({type: 'answer', id, answer: burst}, [burst.burst.steps.buffer]);
			} else if (question[0] === 'end') {
				send({type: 'answer', id, answer: await run.events.return()});
			} else {
				send({type: 'answer', id, answer: await run.ask<keyof Questions>(question, options)});
			}
		} catch (error) {
			tellUserError(error, send);
		} finally {
			cancellers.delete(id);
		}
	};

	run.listen(event => {
		send({type: 'told', event});
	});
	let work = Promise.resolve();
	receive(request => {
		const {id} = request;
		if (request.type === 'cancel') {
			cancellers.get(id)?.abort();
			return;
		}

		const canceller = new AbortController();
		cancellers.set(id, canceller);
		const answerThis = async () => answer(id, request.question, {signal: canceller.signal, step: request.step});
		if (isAnsweredBeside(request.question[0]) || request.step !== undefined) {
			// Beside the training, which gives it its turns; what is asked about the past is computed on another engine.
			void answerThis();
			return;
		}

		// One after the other: what is looked at is what a whole burst has left.
		work = work.then(answerThis);
	});
}

/** Whether a question is not about the run as it is now, or takes turns with it. */
function isAnsweredBeside(name: DistantQuestion[0]): boolean {
	return ['countBaselines', 'followParameter', 'teachWord'].includes(name);
}

/** The events of so many milliseconds, or one event. */
async function makeBurst({events}: LocalRun, burstMs: number): Promise<ReturnType<DistantQuestions['advance']>> {
	const writer = new BurstWriter();
	const startedAt = performance.now();
	let isLast = false;
	do {
		const {value, done} = await events.next();
		isLast = done === true;
		if (value) {
			writer.add(value);
		}
	} while (!isLast && performance.now() - startedAt < burstMs);

	return {burst: writer.finish(), isLast};
}
