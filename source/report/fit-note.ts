import {type RecommendedOptions} from '../run/describe-data.js';
import {type RunConfig} from '../settings/run-config.js';
import {formatCount} from '../text/format.js';
import {formatPercent} from '../text/percent.js';

/** What was chosen to fit a text, and how to choose otherwise, in a line. */
export function fitNote({dataset: {documents, validationShare}, model, training}: RunConfig): string {
	const {nLayer} = model.architecture === 'gpt' ? model : {nLayer: 0};
	return `For this text: ${choiceText({
		...model, ...training, nLayer, documents, validationShare,
	})}. Each has its flag, as --n-embd; --preset microgpt is the reference.`;
}

/** A model and its training in a few words. */
export function choiceText({documents, blockSize, nLayer, nEmbd, batchSize, steps, learningRate, validationShare, patience}: Omit<RecommendedOptions, 'precision' | 'isLargeFileConfirmed' | 'documents'> & {readonly documents: string}): string {
	return [
		`${formatCount(nLayer)} ${nLayer === 1 ? 'layer' : 'layers'} ${formatCount(nEmbd)} wide`,
		`a context of ${formatCount(blockSize)} (${documents})`,
		`batches of ${formatCount(batchSize)}`,
		`up to ${formatCount(steps)} ${steps === 1 ? 'step' : 'steps'} at ${learningRate}${patience > 0 ? ` (fewer if ${formatCount(patience)} ${patience === 1 ? 'validation brings' : 'validations in a row bring'} nothing better)` : ''}`,
		validationShare > 0 ? `${formatPercent(validationShare).trim()} held out` : 'nothing held out',
	].join(', ');
}
