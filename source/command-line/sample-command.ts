import {join} from 'node:path';
import {CharTokenizer} from '../data/char-tokenizer.js';
import {createEngine} from '../model/create-engine.js';
import {createParameters} from '../model/parameters.js';
import {createRandom} from '../random/create-random.js';
import {visibleText} from '../report/visible-text.js';
import {readCheckpoint} from '../storage/checkpoint.js';
import {runFiles} from '../storage/run-files.js';
import {findRun} from '../storage/runs-folder.js';
import {sampleDocument} from '../training/sample.js';
import {folderOf} from './choose-saving.js';
import {type SampleArguments} from './parse-arguments.js';

/**
Makes documents up with the parameters of a saved run.

@returns one a line; those of `--json` as strings of JSON.
@throws UserError for what the user can mend.
*/
export async function sampleCommand({run: wanted, count, temperature, prefix, seed, isJson, isAscii, runsFolder}: SampleArguments): Promise<string[]> {
	const {folder, info: {config}} = await findRun(folderOf(runsFolder), wanted);
	const {parameters, vocabulary, model} = await readCheckpoint(join(folder, runFiles.checkpoint));
	// The characters alone make the same vocabulary as the documents did.
	const tokenizer = new CharTokenizer(vocabulary);
	const engine = await createEngine({name: config.engine, precision: config.precision, batchSize: 1}, model, createParameters(model, parameters));
	const random = createRandom(config.random, seed ?? config.seed);
	const style = {temperature: temperature ?? config.samples.temperature, prefix};
	return Array.from({length: count}, () => {
		const text = sampleDocument(engine, tokenizer, style, random);
		return isJson ? JSON.stringify({text, ...style}) : visibleText(text, isAscii);
	});
}
