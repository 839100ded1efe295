import process from 'node:process';
import {type Dataset} from '../data/dataset.js';
import {type Engine} from '../model/engine.js';
import {countParameters} from '../model/parameters.js';
import {type StartEvent} from '../training/events.js';
import {type RunConfig} from '../settings/run-config.js';

/** The first event of a run: what is trained on what. */
export function describeRun(config: RunConfig, dataset: Dataset, {model}: Pick<Engine, 'model'>, version: string): StartEvent {
	const {tokenizer, training, validation, truncatedCount, advice} = dataset;
	return {
		type: 'start',
		preset: config.preset,
		seed: config.seed,
		model,
		training: config.training,
		dataset: {
			name: dataset.name,
			mode: dataset.mode,
			...(dataset.stretch && {windows: 'random'}),
			documentCount: training.length + validation.length,
			validationDocumentCount: validation.length,
			truncatedDocumentCount: truncatedCount,
			...(advice && {advice}),
			characters: tokenizer.vocabulary.join(''),
		},
		parameterCount: countParameters(model),
		engine: config.engine,
		precision: config.precision,
		...(config.initFrom !== undefined && {initFrom: config.initFrom}),
		...(config.initStd !== undefined && {initStd: config.initStd}),
		...(config.initialSpread !== undefined && {initialSpread: config.initialSpread}),
		versions: {'microgpt-tui': version, node: process.versions.node},
	};
}
