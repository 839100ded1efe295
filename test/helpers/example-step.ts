import {type ParameterUpdate, placeOf, type StepReport} from '../../source/inspection/step-report.js';
import {type GradientCheck} from '../../source/inspection/gradient-check.js';
import {type DocumentTrace, type Letter} from '../../source/inspection/document-trace.js';
import {type ModelConfig} from '../../source/model/model-config.js';
import {createParameters} from '../../source/model/parameters.js';
import {microgpt} from '../../source/settings/presets.js';
import {type StartEvent} from '../../source/training/events.js';
import {type StepProps} from '../../source/ui/views/step/step.js';
import {exampleSnapshot, exampleStart} from './example-snapshot.js';

/** What the view is drawn from, beside its size. */
export type GivenStep = Pick<StepProps, 'snapshot' | 'report' | 'check' | 'firstPosition' | 'column'>;

const step = 393;
const chances = [0.0701, 0.1534, 0.0004, 0.231, 0.4512, 0.9996, 0.062];

function traceOf(letters: readonly string[], guesses: readonly Letter[]): DocumentTrace {
	const tokens: Letter[] = [undefined, ...letters, undefined];
	const positions = [...letters, ''].map((_, index) => ({
		letter: tokens[index],
		next: {letter: tokens[index + 1], probability: chances[index % chances.length]},
		surprise: -Math.log(chances[index % chances.length]),
		likeliest: guesses.map((letter, rank) => ({letter, probability: [0.31, 0.2, 0.072][rank]})),
	}));
	const loss = positions.reduce((sum, {next}) => sum - Math.log(next.probability), 0) / positions.length;
	return {
		text: letters.join(''), positions, loss, attention: [], temperature: 1,
	};
}

/** A report whose numbers are made up, the same every time, but go together. */
export function exampleStepReport(model: ModelConfig, characters: readonly string[], letters: readonly string[], changes: Partial<StepReport> = {}): StepReport {
	const trace = traceOf(letters, [characters[0], undefined, characters.at(-1)]);
	const {matrices, data} = createParameters(model);
	const learningRate = 0.00608;
	return {
		step,
		learningRate,
		documentCount: 1,
		place: {first: step, total: 6000},
		trace,
		lossBefore: trace.loss,
		lossAfter: trace.loss * 0.94,
		matrices: matrices.map(({key, rows, columns}, index) => ({
			key, rows, columns, gradientNorm: 1.2 / (index + 1), updateRatio: 0.01 + (index / 1000),
		})),
		strongest: Array.from({length: 60}, (_, rank): ParameterUpdate => {
			const gradient = (rank % 2 === 0 ? 0.6 : -0.6) / (rank + 1);
			const mean = gradient / 7;
			const meanSquare = (gradient ** 2) / 50;
			const root = Math.sqrt(meanSquare / (1 - (0.99 ** step)));
			return {
				place: placeOf((rank * 4099) % data.length, matrices, characters),
				value: 0.08 / (rank + 1),
				gradient,
				mean,
				meanSquare,
				correctedMean: mean / (1 - (0.85 ** step)),
				root,
				change: -learningRate * mean / root,
				plainChange: -learningRate * gradient,
			};
		}),
		...changes,
	};
}

export function exampleCheck({strongest}: StepReport, changes: Partial<GradientCheck> = {}): GradientCheck {
	const {place, gradient} = strongest[0];
	return {
		step, place, backward: gradient, difference: gradient + 3e-10, h: 1e-5, ...changes,
	};
}

const {characters} = exampleStart.dataset;

/** The chapter's model after some steps. */
export function chapter7Step(changes: Partial<GivenStep> = {}): GivenStep {
	return {
		snapshot: exampleSnapshot(step), report: exampleStepReport(exampleStart.model, [...characters], [...'mariah']), check: undefined, firstPosition: 0, column: 0, ...changes,
	};
}

export function withStart(given: GivenStep, changes: Partial<StartEvent>): GivenStep {
	return {...given, snapshot: {...given.snapshot, start: {...exampleStart, ...changes}}};
}

/** The GPT, with a name that needs more rows than a small window has. */
export function microgptStep(letters: readonly string[] = [...'alexandrina']): GivenStep {
	const model = {vocabSize: 27, ...microgpt.model};
	const report = exampleStepReport(model, [...characters], letters);
	return withStart(chapter7Step({report, check: exampleCheck(report), column: 3}), {preset: 'microgpt', model});
}

/** Of a model with rotary positions, which has no table for them, and with dropout. */
export function optionsStep(): GivenStep {
	const model = {
		vocabSize: 27, ...microgpt.model, positions: 'rotary', dropout: 0.1,
	} as const;
	const report = exampleStepReport(model, [...characters], [...'mia']);
	return withStart(chapter7Step({report: {...report, lossBefore: 2.5678}}), {preset: 'microgpt', model});
}

/** A batch, with all that is off by default. */
export function batchStep(): GivenStep {
	const given = chapter7Step({column: 5});
	return withStart({
		...given, report: {
			...given.report!, documentCount: 16, lossBefore: 2.4567, lossAfter: 2.4321,
		},
	}, {
		training: {
			...exampleStart.training, batchSize: 16, weightDecay: 0.1, gradClip: 1, schedule: 'cosine', warmup: 10,
		},
	});
}

/** A name of which the context holds only the first 8 letters. */
export function cutStep(rest: string): GivenStep {
	const given = chapter7Step({report: exampleStepReport(exampleStart.model, [...characters], [...'stavroul'])});
	const report = given.report!;
	const {trace} = report;
	return {...given, report: {...report, trace: {...trace, positions: trace.positions.slice(0, -1), unread: {text: rest.slice(0, 40), count: rest.length}}}};
}

/** Numbers that are none, as a training that diverges leaves them. */
export function divergedStep(): GivenStep {
	const given = chapter7Step();
	const report = given.report!;
	return {
		...given,
		report: {
			...report,
			lossAfter: NaN,
			lossBefore: 123_456.7891,
			trace: {
				...report.trace, positions: report.trace.positions.map((position, index) => {
					const probability = [0, NaN, 1, 1e-300][index % 4];
					return {...position, next: {...position.next, probability}, surprise: -Math.log(probability)};
				}),
			},
			matrices: report.matrices.map(matrix => ({...matrix, gradientNorm: Infinity, updateRatio: NaN})),
			strongest: report.strongest.map(({place}, rank) => {
				const number = [NaN, -Infinity, -1.234567e-300, 123_456_789, -0, -99_999.99999][rank % 6];
				return {
					place, value: number, gradient: number, mean: number, meanSquare: Math.abs(number), correctedMean: number, root: number, change: number, plainChange: number,
				};
			}),
		},
		check: exampleCheck(report, {backward: -1.234567e-300, difference: NaN}),
	};
}

/** A model of many layers and letters that are all a terminal could stumble over. */
export function hostileStep(): GivenStep {
	const letters = ['\u{1B}', '名', '\t', '🎉', '\u{202E}', '\u{301}', '\u{0}', '\u{7F}', ' ', 'é', '前', '\u{9B}', 'א'];
	const model = {
		architecture: 'gpt', vocabSize: letters.length + 1, nEmbd: 64, nLayer: 12, nHead: 4, blockSize: 64,
	} as const;
	const report = exampleStepReport(model, letters, letters);
	return withStart(chapter7Step({report, check: exampleCheck(report), firstPosition: 1}), {
		model, precision: 'f32', dataset: {...exampleStart.dataset, characters: letters.join('')},
	});
}
