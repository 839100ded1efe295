import {createRandom} from '../random/create-random.js';
import {visibleText} from '../text/visible-text.js';
import {checkPrefix} from '../run/sample-documents.js';
import {defaultPassageLength, openSavedModel} from '../run/saved-model.js';
import {findRun} from '../storage/runs/runs-folder.js';
import {writeDocument, type WritingStyle} from '../training/sample.js';
import {TurnGiver} from '../training/turn-giver.js';
import {betterStateNote} from './better-state.js';
import {folderOf} from './choose-saving.js';
import {weightsFile} from './choose-weights.js';
import type {SampleArguments} from './arguments.js';
import {printNote} from './print-note.js';

const defaultCount = 20;
/** Between two passages, as nanoGPT has it: they may have blank lines in them. */
const divider = `${'-'.repeat(15)}\n`;

/**
Makes documents up with the parameters of a saved run, or passages if it has learnt from one long text.

@param isTerminal - Whether they are written to a terminal; else they are written as they are.
@yields The text to write, as it is sampled.
@throws UserError for what the user can mend.
*/
export async function * sampleCommand(request: SampleArguments, isTerminal: boolean): AsyncGenerator<string, void, undefined> {
	const turns = new TurnGiver();
	let text = '';
	for (const piece of printed(await openSampling(request), request, isTerminal)) {
		text += piece;
		if (!turns.isDue) {
			continue;
		}

		yield text;
		text = '';
		await turns.give();
	}

	yield text;
}

/** The documents to sample: how many, and with which model. */
type Sampling = {
	readonly style: WritingStyle;
	readonly count: number;
	/** Makes up the next, character by character. */
	readonly write: () => Iterable<string>;
};

async function openSampling({run: wanted, isBest, runsFolder, seed, prefix, topK, topP, ...request}: SampleArguments): Promise<Sampling> {
	const run = await findRun(folderOf(runsFolder), wanted);
	const {config} = run.info;
	const {engine, tokenizer} = await openSavedModel(run, await weightsFile(run, isBest));
	checkPrefix(prefix, tokenizer, '--prefix');
	const better = isBest ? undefined : await betterStateNote(run);
	if (better !== undefined) {
		printNote(better);
	}

	const random = createRandom(config.random, seed ?? config.seed);
	const isEndless = config.dataset.documents === 'stream';
	const {temperature = config.samples.temperature, length = isEndless ? defaultPassageLength : engine.model.blockSize} = request;
	const style = {
		temperature, prefix, topK, topP, length, isEndless,
	};
	return {
		style,
		// Without a draw, each would be the same.
		count: request.count ?? (isEndless || temperature === 0 ? 1 : defaultCount),
		write: () => writeDocument({engine, tokenizer}, style, random),
	};
}

function * printed({style, count, write}: Sampling, {isJson, isAscii}: SampleArguments, isTerminal: boolean): Generator<string, void, undefined> {
	const {temperature, prefix, topK, topP, isEndless} = style;
	for (let ordinal = 1; ordinal <= count; ordinal++) {
		if (isJson) {
			yield JSON.stringify({
				text: [...write()].join(''), temperature, prefix, topK, topP,
			});
		} else {
			yield isEndless && ordinal > 1 ? divider : '';
			for (const character of write()) {
				yield shown(character, isAscii, isTerminal);
			}
		}

		yield '\n';
	}
}

/** A line ends where the text ends one; what else might do something to a terminal is a symbol there. */
function shown(character: string, isAscii: boolean, isTerminal: boolean): string {
	if (character === '\n') {
		return isTerminal ? `${visibleText(character, isAscii)}\n` : character;
	}

	return isTerminal || isAscii ? visibleText(character, isAscii) : character;
}
