import {createRandom} from '../random/create-random.js';
import {safeText} from '../text/safe-text.js';
import {checkPrefix} from '../run/sample-documents.js';
import {defaultPassageLength, openSavedReader} from '../run/saved-model.js';
import {findRun} from '../storage/runs/runs-folder.js';
import {shownName} from '../storage/runs/shown-name.js';
import {type WritingStyle} from '../training/sample.js';
import {TurnGiver} from '../training/turn-giver.js';
import {
	always,
	drawsInTurn,
	inOrder,
	writeTogether,
} from '../training/write-together.js';
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

/** The documents to sample. */
type Sampling = {
	readonly style: WritingStyle;
	readonly count: number;
	/** What comes of them, one after the other; at the end of each, no text. */
	readonly texts: Iterable<string | undefined>;
};

async function openSampling({run: wanted, isBest, runsFolder, seed, prefix, topK, topP, ...request}: SampleArguments): Promise<Sampling> {
	const run = await findRun(folderOf(runsFolder), wanted);
	const {config} = run.info;
	const isEndless = config.dataset.documents === 'stream';
	const {temperature = config.samples.temperature} = request;
	// Without a draw, each would be the same.
	const {count = isEndless || temperature === 0 ? 1 : defaultCount} = request;
	// Where the model ends a document, the draws of the next are not known before.
	const {reader, tokenizer} = await openSavedReader(run, await weightsFile(run, isBest), isEndless ? count : 1);
	checkPrefix(prefix, tokenizer, '--prefix');
	const better = isBest ? undefined : await betterStateNote(run);
	if (better !== undefined) {
		printNote(better);
	}

	if (!isEndless && request.length !== undefined && request.length >= reader.model.blockSize) {
		printNote(`${shownName(run)} has learnt where documents end: --length ${request.length} only cuts off those that are longer.`);
	}

	const random = createRandom(config.random, seed ?? config.seed);
	const {length = isEndless ? defaultPassageLength : reader.model.blockSize} = request;
	const style = {
		temperature, prefix, topK, topP, length, isEndless,
	};
	const draws = isEndless ? drawsInTurn(random, temperature === 0 ? 0 : length, count) : always(random, count);
	return {style, count, texts: inOrder(writeTogether({reader, tokenizer}, style, draws))};
}

function * printed({style, count, texts}: Sampling, {isJson, isAscii}: SampleArguments, isTerminal: boolean): Generator<string, void, undefined> {
	const {temperature, prefix, topK, topP, isEndless} = style;
	let text = '';
	let ordinal = 1;
	for (const piece of texts) {
		if (piece !== undefined) {
			text += piece;
			yield isJson ? '' : [...piece].map(character => shown(character, isAscii, isTerminal)).join('');
			continue;
		}

		if (isJson) {
			yield JSON.stringify({
				text, temperature, prefix, topK, topP,
			});
		}

		yield !isJson && isEndless && ordinal < count ? `\n${divider}` : '\n';
		text = '';
		ordinal++;
	}
}

/** A line ends where the text ends one; what else might do something to a terminal is a symbol there. */
function shown(character: string, isAscii: boolean, isTerminal: boolean): string {
	if (character === '\n') {
		return isTerminal ? `${safeText(character, isAscii)}\n` : character;
	}

	return isTerminal || isAscii ? safeText(character, isAscii) : character;
}
