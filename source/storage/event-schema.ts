import * as v from 'valibot';
import {precisions} from '../model/engine.js';
import {type TrainingEvent} from '../training/events.js';
import {schedules} from '../training/training-config.js';
import {
	count,
	optionalReal,
	real,
	size,
} from './number-schemas.js';

/** What an event is taken to say where it says nothing. */
export type EventDefaults = {
	/** Of the source, for a run that has no name of its own. */
	readonly name: string;
	/** The last step, and the tokens of all steps so far. */
	readonly step: number;
	readonly tokens: number;
	/** Since the first event. */
	readonly elapsedMs: number;
};

const text = v.string();
const optionalCount = v.exactOptional(count);
const optionalText = v.exactOptional(text);
// What another program does not tell is 0 or empty.
const countOrZero = v.exactOptional(count, 0);
const realOrZero = v.exactOptional(real, 0);
const textOrNone = v.exactOptional(text, '');

const modelEntries = {vocabSize: countOrZero, nEmbd: countOrZero, blockSize: countOrZero};
const gptName = v.exactOptional(v.literal('gpt'), 'gpt');
const model = v.variant('architecture', [
	v.object({architecture: v.literal('bigram'), ...modelEntries}),
	v.object({
		architecture: gptName, ...modelEntries, nLayer: countOrZero, nHead: countOrZero,
	}),
]);

const training = v.object({
	steps: countOrZero,
	batchSize: countOrZero,
	learningRate: realOrZero,
	schedule: v.exactOptional(v.picklist(schedules), 'constant'),
	warmup: countOrZero,
	beta1: realOrZero,
	beta2: realOrZero,
	epsilon: realOrZero,
	weightDecay: realOrZero,
	gradClip: realOrZero,
	evalEvery: countOrZero,
	evalDocuments: countOrZero,
});

const modes = v.picklist(['lines', 'stream']);
const dataset = v.object({
	name: optionalText,
	mode: v.exactOptional(modes, 'lines'),
	documentCount: countOrZero,
	validationDocumentCount: countOrZero,
	truncatedDocumentCount: countOrZero,
	characters: textOrNone,
});

const versions = v.object({'microgpt-tui': textOrNone, node: textOrNone});
const precisionNames = v.picklist(precisions);
const novelties = v.picklist(['copied', 'held-out', 'new']);
const reasons = v.picklist(['completed', 'stopped', 'diverged', 'failed']);
const totals = v.object({steps: optionalCount, tokens: optionalCount, elapsedMs: optionalReal});

const stepEntries = {
	step: size,
	loss: real,
	learningRate: realOrZero,
	tokenCount: countOrZero,
	gradientNorm: realOrZero,
	elapsedMs: optionalReal,
};

/** A training event as it may stand in a line: another program need not say everything. Fields that it does not know are dropped. */
export const eventSchema = v.variant('type', [
	v.object({
		type: v.literal('start'),
		preset: optionalText,
		seed: realOrZero,
		model: v.exactOptional(model, {}),
		training: v.exactOptional(training, {}),
		dataset: v.exactOptional(dataset, {}),
		parameterCount: countOrZero,
		engine: textOrNone,
		precision: v.exactOptional(precisionNames, 'f64'),
		versions: v.exactOptional(versions, {}),
	}),
	v.object({type: v.literal('step'), ...stepEntries}),
	v.object({
		type: v.literal('interval'),
		...stepEntries,
		firstStep: size,
		meanLoss: real,
		minimumLoss: real,
		minimumStep: size,
		maximumLoss: real,
		runningMean: optionalReal,
	}),
	v.object({
		type: v.literal('eval'), step: size, trainLoss: real, validationLoss: real,
	}),
	v.object({
		type: v.literal('sample'),
		step: optionalCount,
		ordinal: v.exactOptional(size),
		text,
		temperature: v.exactOptional(real, 1),
		prefix: optionalText,
		novelty: v.exactOptional(novelties, 'new'),
	}),
	v.object({
		type: v.literal('control'),
		step: size,
		learningRateScale: v.exactOptional(real, 1),
		temperature: optionalReal,
		prefix: optionalText,
		steps: optionalCount,
	}),
	v.object({
		type: v.literal('baselines'), uniform: real, unigram: real, bigram: real, trigram: optionalReal, fourgram: optionalReal,
	}),
	v.object({
		type: v.literal('activity'), step: count, activity: v.picklist(['evaluating', 'sampling']), done: count, total: count,
	}),
	v.object({type: v.literal('checkpoint'), step: count, path: text}),
	v.object({
		type: v.literal('warning'),
		step: optionalCount,
		code: v.picklist(['diverged', 'unsaved', 'malformed']),
		message: text,
	}),
	v.object({
		type: v.literal('finish'),
		reason: v.exactOptional(reasons, 'completed'),
		totals: v.exactOptional(totals, {}),
	}),
]);

/** An event as it may be written. */
export type WrittenEvent = v.InferInput<typeof eventSchema>;

export const eventTypes: ReadonlySet<unknown> = new Set(eventSchema.options.map(({entries}) => entries.type.literal));

/** The event with what it does not say; undefined if it is none. */
export function completeEvent(written: unknown, {name, step, tokens, elapsedMs}: EventDefaults): TrainingEvent | undefined {
	const parsed = v.safeParse(eventSchema, written);
	if (!parsed.success) {
		return undefined;
	}

	const event = parsed.output;
	switch (event.type) {
		case 'start': {
			return {...event, preset: event.preset ?? name, dataset: {...event.dataset, name: event.dataset.name ?? name}};
		}

		case 'step':
		case 'interval': {
			return {...event, elapsedMs: event.elapsedMs ?? elapsedMs};
		}

		case 'sample':
		case 'warning': {
			return {...event, step: event.step ?? step};
		}

		case 'finish': {
			return {
				...event, totals: {
					steps: step, tokens, elapsedMs, ...event.totals,
				},
			};
		}

		case 'eval':
		case 'control':
		case 'baselines':
		case 'activity':
		case 'checkpoint': {
			return event;
		}
	}
}
