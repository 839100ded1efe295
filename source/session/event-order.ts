import {type TrainingEvent} from '../training/events.js';

/** Whether an event may come next in a run that goes on. */
export function isInOrder(event: TrainingEvent, {hasStarted, lastStep}: {readonly hasStarted: boolean; readonly lastStep: number}): boolean {
	switch (event.type) {
		case 'start': {
			return !hasStarted;
		}

		case 'step': {
			return event.step > lastStep;
		}

		case 'interval': {
			const {firstStep, minimumStep, step} = event;
			return firstStep > lastStep && minimumStep >= firstStep && step >= minimumStep;
		}

		case 'eval':
		case 'sample':
		case 'control':
		case 'baselines':
		case 'activity':
		case 'checkpoint':
		case 'warning':
		case 'finish': {
			return true;
		}
	}
}
