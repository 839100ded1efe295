import {join} from 'node:path';
import {CharTokenizer} from '../data/char-tokenizer.js';
import {type Tokenizer} from '../data/tokenizer.js';
import {createEngine} from '../model/create-engine.js';
import {type Engine} from '../model/engine.js';
import {createParameters} from '../model/parameters.js';
import {createRandom} from '../random/create-random.js';
import {readCheckpoint} from '../storage/record/checkpoint.js';
import {runFiles} from '../storage/record/run-files.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {writeDocument} from '../training/sample.js';
import {TurnGiver} from '../training/turn-giver.js';

/** The model of a saved run, with which documents can be made up. */
export type SavedModel = {readonly engine: Engine; readonly tokenizer: Tokenizer; readonly step: number};

/** As much of a text without documents as nanoGPT writes. */
export const defaultPassageLength = 500;

/**
Opens the model of a saved run.

@param path - Its weights.
@throws CheckpointError if they are damaged, or not there.
*/
export async function openSavedModel({info: {config}}: {readonly info: Pick<SavedRun['info'], 'config'>}, path: string): Promise<SavedModel> {
	const {parameters, vocabulary, model, progress: {step}} = await readCheckpoint(path);
	// The characters alone make the same vocabulary as the documents did.
	const tokenizer = new CharTokenizer(vocabulary, config.dataset.windows === undefined);
	const engine = await createEngine({name: config.engine, precision: config.precision, batchSize: 1}, model, createParameters(model, parameters));
	return {engine, tokenizer, step};
}

/** What a saved model makes up, one after the other. */
export type SavedSamples = {readonly step: number; readonly texts: AsyncGenerator<string, void, undefined>};

/**
Makes documents up with the last saved weights of a run, or passages if it has learnt from one long text; other work gets its
turns meanwhile.

@param seed - The same gives the same documents.
@param signal - Ends it.
@throws CheckpointError if its weights are damaged, or not there.
*/
export async function sampleSavedRun(run: SavedRun, seed: number, signal: AbortSignal): Promise<SavedSamples> {
	const {random, samples, dataset} = run.info.config;
	const {temperature} = samples;
	const {engine, tokenizer, step} = await openSavedModel(run, join(run.folder, runFiles.checkpoint));
	const draws = createRandom(random, seed);
	const isEndless = dataset.documents === 'stream';
	const style = {temperature, isEndless, length: isEndless ? defaultPassageLength : engine.model.blockSize};
	async function * write(): AsyncGenerator<string, void, undefined> {
		const turns = new TurnGiver();
		while (!signal.aborted) {
			let text = '';
			for (const character of writeDocument({engine, tokenizer}, style, draws)) {
				text += character;
				if (turns.isDue) {
					await turns.give();
				}

				if (signal.aborted) {
					return;
				}
			}

			yield text;
		}
	}

	return {step, texts: write()};
}
