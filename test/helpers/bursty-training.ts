import {BurstQueue} from '../../source/run/burst-queue.js';
import {BurstWriter} from '../../source/run/burst.js';
import {type TrainingEvent} from '../../source/training/events.js';

export type BurstyTrainingOptions = {
	/** Events in a burst, where it may be more than one. */
	readonly burstSize: number;
	/** Turns of the event loop between the demand and the burst. */
	readonly turnsPerBurst: number;
	/** As for a run that is saved. */
	readonly hasToFinish?: boolean;
};

/** A training that sends its events in bursts, as one in another thread does. */
export async function burstyTraining(events: AsyncGenerator<TrainingEvent, void, undefined>, {burstSize, turnsPerBurst, hasToFinish = false}: BurstyTrainingOptions) {
	const {value: first} = await events.next();
	const made = {steps: 0};
	const answer = async (burstMs: number) => {
		await turns(turnsPerBurst);
		const writer = new BurstWriter();
		let isLast = false;
		try {
			for (let count = 0; count < (burstMs > 0 ? burstSize : 1) && !isLast; count++) {
				const {value, done} = await events.next();
				isLast = done === true;
				if (!value) {
					continue;
				}

				writer.add(value);
				made.steps += value.type === 'step' ? 1 : 0;
			}

			queue.receive(writer.finish(), isLast);
		} catch (error) {
			queue.fail(error as Error);
		}
	};

	let isClosed = false;
	const queue = new BurstQueue({
		first: first!,
		ask(burstMs) {
			void answer(burstMs);
		},
		async close() {
			isClosed = true;
		},
		hasToFinish,
	});
	return {
		events: queue.events(),
		lead: queue,
		made,
		isClosed: () => isClosed,
		async abandon() {
			queue.end();
			return undefined;
		},
	};
}

async function turns(count: number) {
	for (let turn = 0; turn < count; turn++) {
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	}
}
