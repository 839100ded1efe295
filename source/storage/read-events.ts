import {type StepEvent, type TrainingEvent} from '../training/events.js';
import {completeEvent, type EventDefaults, eventTypes} from './event-schema.js';
import {longestLine} from './line-splitter.js';

const noDefaults: EventDefaults = {
	name: '', step: 0, tokens: 0, elapsedMs: 0,
};

/**
Reads an event from its line.

@param defaults - What it is taken to say where it says nothing.
@returns 'unknown' for a type that there may be some day, 'malformed' for what is no event.
*/
export function parseEvent(line: string, defaults: EventDefaults = noDefaults): TrainingEvent | 'unknown' | 'malformed' {
	if (line.length > longestLine) {
		return 'malformed';
	}

	let content: unknown;
	try {
		content = JSON.parse(line);
	} catch {
		return 'malformed';
	}

	if (typeof content !== 'object' || !content || !('type' in content) || typeof content.type !== 'string') {
		return 'malformed';
	}

	return eventTypes.has(content.type) ? asWholeStep(content as Partial<StepEvent>) ?? completeEvent(content, defaults) ?? 'malformed' : 'unknown';
}

/** Most lines of a long run are steps that say everything: they need not go through the schema. */
function asWholeStep({type, step, loss, learningRate, tokenCount, gradientNorm, elapsedMs}: Partial<StepEvent>): StepEvent | undefined {
	// Where there is no finite number, this says no.
	const isWhole = type === 'step'
		&& Number.isSafeInteger(step) && step! >= 1
		&& Number.isFinite(loss)
		&& Number.isFinite(learningRate)
		&& Number.isSafeInteger(tokenCount) && tokenCount! >= 0
		&& Number.isFinite(gradientNorm)
		&& Number.isFinite(elapsedMs);
	return isWhole
		? {
			type, step: step!, loss: loss!, learningRate: learningRate!, tokenCount: tokenCount!, gradientNorm: gradientNorm!, elapsedMs: elapsedMs!,
		}
		: undefined;
}
