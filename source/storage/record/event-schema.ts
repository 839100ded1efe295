import * as v from 'valibot';
import {trainingPrecisions} from '../../model/engine.js';
import {type ToldEvent} from '../../training/told-events.js';
import {
	count,
	optionalReal,
	real,
	size,
} from '../number-schemas.js';
import {forkPointSchema} from '../fork-point-schema.js';
import {laterDefaults, toldPlanEntries, toldSettingEntries} from '../setting-schemas.js';

/** What an event is taken to say where it says nothing. */
export type EventDefaults = {
	/** Of the source, for a run that has no name of its own. */
	readonly name: string;
	/** The last step, as the source counts, and how many there have been. */
	readonly step: number;
	readonly stepCount: number;
	/** Those of all steps so far; undefined if they are not known of each. */
	readonly tokens?: number | undefined;
	/** At the last step; undefined if it is not known. */
	readonly elapsedMs?: number | undefined;
	/** That of the last change. */
	readonly learningRateScale: number;
};

const text = v.string();
const optionalCount = v.exactOptional(count);
const optionalText = v.exactOptional(text);
// Another program's need not be finite, and JSON has no other word for that.
const loss = v.pipe(v.nullable(v.number()), v.transform(told => told ?? NaN));

const architectures = v.picklist(['bigram', 'gpt']);
const model = v.object({
	architecture: v.exactOptional(architectures),
	vocabSize: optionalCount,
	...toldSettingEntries('model'),
});

const training = v.object(toldSettingEntries('training'));
const ofEarlierRuns = laterDefaults('training');

const counted = v.picklist(['epochs', 'lines']);
const modes = v.picklist(['lines', 'stream']);
const advice = v.variant('kind', [
	v.object({kind: v.literal('stream')}),
	v.object({kind: v.literal('streamed'), characterCount: count}),
	v.object({kind: v.literal('context'), blockSize: count, share: real}),
]);
const dataset = v.object({
	name: optionalText,
	mode: v.exactOptional(modes),
	windows: v.exactOptional(v.literal('random')),
	documentCount: optionalCount,
	validationDocumentCount: optionalCount,
	truncatedDocumentCount: optionalCount,
	advice: v.exactOptional(advice),
	characters: optionalText,
});

const versions = v.object({'microgpt-tui': optionalText, node: optionalText});
const precisionNames = v.picklist(trainingPrecisions);
const bySize = v.literal('bySize');
const novelties = v.picklist(['copied', 'held-out', 'new']);
const reasons = v.picklist(['completed', 'stopped', 'stopped early', 'diverged', 'failed']);
const totals = v.object({steps: optionalCount, tokens: optionalCount, elapsedMs: optionalReal});

const timeUnits = v.picklist(['ms', 's', 'us']);
const stepTime = v.object({value: real, unit: timeUnits});
const metricValues = v.record(text, real);

const stepEntries = {
	step: count,
	loss,
	learningRate: optionalReal,
	tokenCount: optionalCount,
	gradientNorm: optionalReal,
	elapsedMs: optionalReal,
	tokensPerSecond: optionalReal,
	stepTime: v.exactOptional(stepTime),
};

/** A training event as it may stand in a line: another program need not say everything. Fields that it does not know are dropped. */
export const eventSchema = v.variant('type', [
	v.object({
		type: v.literal('start'),
		preset: optionalText,
		counts: v.exactOptional(counted),
		seed: optionalReal,
		model: v.exactOptional(model, {}),
		training: v.exactOptional(training, {}),
		dataset: v.exactOptional(dataset, {}),
		parameterCount: optionalCount,
		engine: optionalText,
		precision: v.exactOptional(precisionNames),
		initFrom: optionalText,
		initStd: optionalReal,
		initialSpread: v.exactOptional(bySize),
		versions: v.exactOptional(versions, {}),
		parent: v.exactOptional(forkPointSchema),
	}),
	v.object({type: v.literal('step'), ...stepEntries}),
	v.object({
		type: v.literal('interval'),
		...stepEntries,
		firstStep: count,
		meanLoss: real,
		minimumLoss: real,
		minimumStep: count,
		maximumLoss: real,
		runningMean: optionalReal,
	}),
	v.object({
		type: v.literal('eval'), step: count, trainLoss: v.exactOptional(loss), validationLoss: loss,
	}),
	v.object({type: v.literal('metrics'), step: count, values: metricValues}),
	v.object({
		type: v.literal('sample'),
		step: optionalCount,
		ordinal: v.exactOptional(size),
		text,
		temperature: optionalReal,
		prefix: optionalText,
		novelty: v.exactOptional(novelties),
	}),
	v.object({
		type: v.literal('control'),
		step: count,
		learningRateScale: optionalReal,
		temperature: optionalReal,
		prefix: optionalText,
		...toldPlanEntries(),
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
		code: v.picklist(['diverged', 'unsaved', 'malformed', 'recovered', 'restarted', 'rewound']),
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
export function completeEvent(written: unknown, {name, step, stepCount, tokens, elapsedMs, learningRateScale}: EventDefaults): ToldEvent | undefined {
	const parsed = v.safeParse(eventSchema, written);
	if (!parsed.success) {
		return undefined;
	}

	const event = parsed.output;
	switch (event.type) {
		case 'start': {
			const isOurs = event.versions['microgpt-tui'] !== undefined;
			return {...event, preset: event.preset ?? name, training: withoutNoSteps({...(isOurs && ofEarlierRuns), ...event.training})};
		}

		case 'sample':
		case 'warning': {
			return {...event, step: event.step ?? step};
		}

		case 'control': {
			return {learningRateScale, ...withoutNoSteps(event)};
		}

		case 'finish': {
			return {
				...event, totals: {
					steps: stepCount, ...(tokens !== undefined && {tokens}), ...(elapsedMs !== undefined && {elapsedMs}), ...event.totals,
				},
			};
		}

		case 'step':
		case 'interval':
		case 'eval':
		case 'metrics':
		case 'baselines':
		case 'checkpoint':
		case 'activity': {
			return event;
		}
	}
}

/** Who plans no step has not said how many there will be. */
function withoutNoSteps<Part extends {readonly steps?: number}>({steps, ...rest}: Part): Omit<Part, 'steps'> & {readonly steps?: number} {
	return {...rest, ...(steps !== undefined && steps > 0 && {steps})};
}
