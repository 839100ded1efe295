import {describe, expect, it} from 'vitest';
import {countBaselines} from '../../source/data/baselines.js';
import {loadDataset} from '../../source/data/dataset.js';
import {createGuessing} from '../../source/inspection/guessing.js';
import {createEngine} from '../../source/model/create-engine.js';
import {initialiseParameters} from '../../source/model/parameters.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {noProgress} from '../../source/training/progress.js';
import {atOnce} from '../helpers/at-once.js';
import {exampleStart} from '../helpers/example-events.js';

async function openGuessing(validationShare: number) {
	const dataset = await loadDataset({
		documents: 'lines', validationShare, splitSeed: 42, blockSize: 8,
	}, new DotnetRandom(42), {
		isLargeFileConfirmed: false, text: 'maria\nole\nanna\nmara\nmarian\nnora\nrona\nlea\nlena\nalexandrina\n',
	});
	const {tokenizer, training, validation} = dataset;
	const random = new DotnetRandom(1);
	const model = {
		architecture: 'bigram', vocabSize: tokenizer.vocabSize, nEmbd: 4, blockSize: 8,
	} as const;
	const engine = await createEngine({name: 'tensor', precision: 'f64', batchSize: 1}, model, initialiseParameters(model, random));
	const guess = createGuessing({
		engine, tokenizer, config: exampleStart(1).training, start: {seed: 1}, trainingDocuments: training, validationDocuments: validation, progress: noProgress(),
	});
	return {
		dataset, engine, tokenizer, roundOf: (round: number) => atOnce(guess(round)), texts: [...validation.length > 0 ? validation : training],
	};
}

type Opened = Awaited<ReturnType<typeof openGuessing>>;

/** The rounds that come, by their documents. */
function roundsByText({roundOf, texts}: Opened) {
	const rounds = Array.from({length: 60}, (_, index) => roundOf(index));
	const textOf = ({positions}: (typeof rounds)[number]) => positions.map(({letter}) => letter ?? '').join('');
	return texts.map(text => rounds.find(round => textOf(round) === text.slice(0, 8)));
}

describe.each([0, 0.3])('documents to guess, with %f held out', share => {
	it('come from what is held out if anything is, each of them some time', async () => {
		const opened = await openGuessing(share);
		expect(opened.texts.length).toBeGreaterThan(2);
		const rounds = roundsByText(opened);
		expect(rounds).not.toContain(undefined);
		expect(rounds.map(round => round!.isHeldOut)).toEqual(rounds.map(() => share > 0));
	});

	it('surprise the table of pairs as the baseline bigram says, and the model by its loss', async () => {
		const opened = await openGuessing(share);
		const {dataset, engine, tokenizer, texts} = opened;
		const positions = roundsByText(opened).flatMap(round => round!.positions);
		const meanOf = (name: 'model' | 'bigram') => positions.reduce((sum, position) => sum + position[name], 0) / positions.length;
		expect(meanOf('bigram')).toBeCloseTo(atOnce(countBaselines(dataset)).bigram, 12);
		const tokens = texts.map(text => tokenizer.encode(text, 9));
		const losses = tokens.map(document => engine.computeLoss([document]) * (document.length - 1));
		expect(meanOf('model')).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / positions.length, 12);
	});
});
