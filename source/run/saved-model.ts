import {join} from 'node:path';
import {CharTokenizer} from '../data/char-tokenizer.js';
import {type Tokenizer} from '../data/tokenizer.js';
import {createEngine, createReader} from '../model/create-engine.js';
import {type Engine, ownEngine} from '../model/engine.js';
import {createParameters} from '../model/parameters.js';
import {type Reader} from '../model/reader.js';
import {createRandom} from '../random/create-random.js';
import {type RunConfig} from '../settings/run-config.js';
import {readModel} from '../storage/record/checkpoint.js';
import {runFiles} from '../storage/record/run-files.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {hasEnds} from '../training/told-events.js';
import {TurnGiver} from '../training/turn-giver.js';
import {always, writeTogether} from '../training/write-together.js';

/** The model of a saved run, with which documents can be made up. */
export type SavedModel = {readonly engine: Engine; readonly tokenizer: Tokenizer; readonly step: number};

/** Of a saved run, what its model depends on. */
type ConfiguredRun = {readonly info: Pick<SavedRun['info'], 'config'>};

/** As much of a text without documents as nanoGPT writes. */
export const defaultPassageLength = 500;

/** The same to read with, and no more. */
export type SavedReader = {readonly reader: Reader; readonly tokenizer: Tokenizer; readonly step: number};

/** More documents side by side are hardly any faster. */
const mostSideBySide = 64;
/** What all of them may keep in memory, in numbers of four bytes or eight. */
const mostKeptNumbers = 64e6;

/**
Opens the model of a saved run.

@param path - Its weights.
@throws CheckpointError if they are damaged, or not there.
*/
export async function openSavedModel({info: {config}}: ConfiguredRun, path: string): Promise<SavedModel> {
	const {parameters, model, ...saved} = await readSaved(config, path);
	const engine = await createEngine({name: ownEngine(config.engine), precision: config.precision, batchSize: 1}, model, createParameters(model, parameters));
	return {...saved, engine};
}

/**
Opens the model of a saved run to make documents up with it, in a fraction of the time and memory that an engine takes.

@param path - Its weights.
@param wanted - How many documents are made up side by side; the reader has room for fewer if they would take too much memory.
@throws CheckpointError if they are damaged, or not there.
*/
export async function openSavedReader({info: {config}}: ConfiguredRun, path: string, wanted = 1): Promise<SavedReader> {
	const {parameters, model, ...saved} = await readSaved(config, path);
	const numbersOfEach = model.architecture === 'gpt' ? 3 * model.nEmbd * model.nLayer * model.blockSize : 1;
	const count = Math.max(1, Math.min(wanted, mostSideBySide, Math.floor(mostKeptNumbers / numbersOfEach)));
	return {...saved, reader: await createReader({name: config.engine, precision: config.precision}, model, createParameters(model, parameters), count)};
}

async function readSaved({dataset}: RunConfig, path: string) {
	const {parameters, vocabulary, model, progress: {step}} = await readModel(path);
	// The characters alone make the same vocabulary as the documents did.
	return {
		parameters, model, step, tokenizer: new CharTokenizer(vocabulary, hasEnds(dataset)),
	};
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
	const {reader, tokenizer, step} = await openSavedReader(run, join(run.folder, runFiles.checkpoint));
	const draws = createRandom(random, seed);
	const isEndless = dataset.documents === 'stream';
	const style = {temperature, isEndless, length: isEndless ? defaultPassageLength : reader.model.blockSize};
	async function * write(): AsyncGenerator<string, void, undefined> {
		const turns = new TurnGiver();
		let text = '';
		for (const {character} of writeTogether({reader, tokenizer}, style, always(draws))) {
			text += character ?? '';
			if (turns.isDue) {
				await turns.give();
			}

			if (signal.aborted) {
				return;
			}

			if (character !== undefined) {
				continue;
			}

			yield text;
			text = '';
		}
	}

	return {step, texts: write()};
}
