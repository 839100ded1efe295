import {type ToldEvent, type ToldStep} from '../../training/told-events.js';
import {longestLine} from '../../files/line-splitter.js';
import {completeEvent, type EventDefaults, eventTypes} from './event-schema.js';

const noDefaults: EventDefaults = {
	name: '', step: 0, stepCount: 0, learningRateScale: 1,
};

const notFinite = 'null';
/** What is worth a word if it is no finite number; of all else, that is the same as not to tell it. */
const losses: ReadonlySet<string> = new Set(['loss', 'trainLoss', 'validationLoss']);

/**
Reads an event from its line.

@param defaults - What it is taken to say where it says nothing.
@returns 'unknown' for a type that there may be some day, 'malformed' for what is no event.
*/
export function parseEvent(line: string, defaults: EventDefaults = noDefaults): ToldEvent | 'unknown' | 'malformed' {
	if (line.length > longestLine) {
		return 'malformed';
	}

	const content = parseJson(line);
	if (typeof content !== 'object' || !content || !('type' in content) || typeof content.type !== 'string') {
		return 'malformed';
	}

	return eventTypes.has(content.type) ? readWhole(content, line, defaults) : 'unknown';
}

function readWhole(content: Record<string, unknown>, line: string, defaults: EventDefaults): ToldEvent | 'malformed' {
	return asWholeStep(content) ?? completeEvent(parseJson(line, onlyKnown), defaults) ?? 'malformed';
}

/** What stands in a line of JSON, also in the kind that Python writes, with NaN and Infinity; undefined if it is none. */
function parseJson(line: string, revive?: (key: string, value: unknown) => unknown): unknown {
	try {
		return JSON.parse(line, revive);
	} catch {
		const text = withoutNotFinite(line);
		return text === line ? undefined : parseJson(text, revive);
	}
}

/** What stands for no number is null in JSON. */
function withoutNotFinite(line: string): string {
	// A text that has no end takes all that is left, so that no place is looked at twice.
	return line.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*(?:"|$)|-?\b(?:Infinity|NaN)\b/gsv, part => part.startsWith('"') ? part : notFinite);
}

function onlyKnown(key: string, value: unknown): unknown {
	const isKnown = value !== null && (typeof value !== 'number' || Number.isFinite(value));
	return isKnown || losses.has(key) ? value : undefined;
}

/** Most lines of a long run are steps that say everything: they need not go through the schema. */
function asWholeStep({type, step, loss, learningRate, tokenCount, gradientNorm, elapsedMs, tokensPerSecond, stepTime}: Partial<ToldStep>): ToldStep | undefined {
	// Where there is no finite number, this says no.
	const isWhole = type === 'step'
		&& Number.isSafeInteger(step) && step! >= 1
		&& Number.isFinite(loss)
		&& Number.isFinite(learningRate)
		&& Number.isSafeInteger(tokenCount) && tokenCount! >= 0
		&& Number.isFinite(gradientNorm)
		&& Number.isFinite(elapsedMs)
		&& tokensPerSecond === undefined && stepTime === undefined;
	return isWhole
		? {
			type, step: step!, loss: loss!, learningRate: learningRate!, tokenCount: tokenCount!, gradientNorm: gradientNorm!, elapsedMs: elapsedMs!,
		}
		: undefined;
}
