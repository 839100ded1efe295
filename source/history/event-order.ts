import {type ToldEvent, type ToldInterval, type ToldStep} from '../training/told-events.js';

/** What tells of a step, or of many at once. */
export type StepOrInterval = ToldStep | ToldInterval;

/** The steps that a run has told so far. */
export type ToldSteps = {
	readonly firstStep: number;
	readonly lastStep: number;
};

/**
What a step means to the run that it comes in: it goes on; it begins anew, since it is back where it began;
or it goes back, as a run does that is taken up again where it was saved last.
*/
export type Turn = 'onwards' | 'anew' | 'back';

/** What a step means to a run; undefined steps are those of one that has not told any. */
export function turnOf(event: StepOrInterval, told: ToldSteps | undefined): Turn {
	const first = firstStepOf(event);
	if (!told || first > told.lastStep) {
		return 'onwards';
	}

	return first <= told.firstStep && told.lastStep > told.firstStep ? 'anew' : 'back';
}

/** The steps that a run has told when it has told these as well. */
export function withSteps(told: ToldSteps | undefined, event: StepOrInterval, turn: Turn): ToldSteps {
	const firstStep = firstStepOf(event);
	return {firstStep: told && turn !== 'anew' ? Math.min(firstStep, told.firstStep) : firstStep, lastStep: event.step};
}

/** The first step that an event tells of. */
export function firstStepOf(event: StepOrInterval): number {
	return event.type === 'interval' ? event.firstStep : event.step;
}

/** Whether the steps of a stretch are in order. */
export function isSound({firstStep, minimumStep, step}: ToldInterval): boolean {
	return minimumStep >= firstStep && step >= minimumStep;
}

/** An event of a program that counts from 0, as it is where the first step is 1. */
export function countedFromOne(event: ToldEvent): ToldEvent {
	switch (event.type) {
		case 'interval': {
			return {
				...event, firstStep: event.firstStep + 1, step: event.step + 1, minimumStep: event.minimumStep + 1,
			};
		}

		case 'step':
		case 'eval':
		case 'metrics':
		case 'sample':
		case 'control':
		case 'checkpoint':
		case 'activity':
		case 'warning': {
			return {...event, step: event.step + 1};
		}

		case 'start':
		case 'baselines':
		case 'finish': {
			return event;
		}
	}
}
