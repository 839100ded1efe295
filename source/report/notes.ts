import {type DataAdvice, fewDocuments} from '../data/advice.js';
import {type StartEvent} from '../training/events.js';
import {formatCount} from '../text/format.js';
import {formatPercent} from '../text/percent.js';
import {parametersInUse} from './parameters-in-use.js';

/** A vocabulary above this size makes the model large and slow, which deserves a word. */
const largeVocabulary = 1000;

/** What a reader should know about a run to understand its figures. */
export function startNotes(start: StartEvent): string[] {
	const {dataset, model, training, parameterCount} = start;
	const notes: string[] = [];
	const used = parametersInUse(start);
	if (used !== undefined) {
		notes.push(`Without ${model.without!.join(', ')}, ${formatCount(used)} of the ${formatCount(parameterCount)} parameters are in use; the others learn nothing.`);
	} else if (model.without) {
		notes.push(`The model is without ${model.without.join(', ')}.`);
	}

	if (model.architecture === 'gpt' && model.dropout !== undefined) {
		notes.push(`The loss of a step is that with dropout, without ${formatPercent(model.dropout).trim()} of the activations; validation and samples are those of the whole model.`);
	}

	const {truncatedDocumentCount, advice} = dataset;
	if (advice?.kind === 'streamed') {
		notes.push(`${dataset.name} is one line of ${formatCount(advice.characterCount)} characters: it is read as one text, as with --documents stream. --documents lines would train on the first ${formatCount(model.blockSize)} of them.`);
	}

	if (truncatedDocumentCount > 0) {
		const share = `${formatCount(truncatedDocumentCount)} of ${formatCount(dataset.documentCount)} documents`;
		const [verb, owner] = truncatedDocumentCount === 1 ? ['is', 'its'] : ['are', 'their'];
		const context = `${formatCount(model.blockSize)} ${model.blockSize === 1 ? 'token' : 'tokens'}`;
		notes.push(`${share} ${verb} longer than the context of ${context}; the model sees only ${owner} beginning.${advice ? ` ${adviceText(advice)}` : ''}`);
	}

	if (dataset.validationDocumentCount === 0) {
		notes.push(`The loss is computed on the training data; add --val-split ${dataset.documentCount < fewDocuments ? 0.2 : 0.1} to measure it on documents that are held out.`);
	} else {
		notes.push(`${heldOutText(dataset)} held out for validation, which is measured ${training.evalEvery === 1 ? 'after every step' : `every ${formatCount(training.evalEvery)} steps`}.${patienceText(training)}`);
	}

	if (model.vocabSize > largeVocabulary) {
		notes.push(`The data has ${formatCount(model.vocabSize - 1)} distinct characters, so the model has ${formatCount(parameterCount)} parameters and each step takes accordingly longer.`);
	}

	return notes;
}

/** When the run is to end before its last step. */
function patienceText({patience}: StartEvent['training']): string {
	return patience > 0 ? ` Training stops early after ${formatCount(patience)} ${patience === 1 ? 'measurement' : 'measurements in a row'} without a better one.` : '';
}

function heldOutText({validationDocumentCount: count, windows}: StartEvent['dataset']): string {
	if (windows === 'random') {
		return count === 1 ? 'The last window of the text is' : `The last ${formatCount(count)} windows of the text are`;
	}

	return count === 1 ? 'One document is' : `${formatCount(count)} documents are`;
}

/** What to do about documents that are cut off. */
function adviceText(advice: DataAdvice): string {
	switch (advice.kind) {
		case 'stream': {
			return 'They read like one text: --documents stream trains on all of it.';
		}

		case 'context': {
			return `--block-size ${advice.blockSize} covers ${formatPercent(advice.share).trim()} of them.`;
		}

		case 'streamed': {
			return '';
		}
	}
}
