import {beforeAll, expect, it} from 'vitest';
import {readDecks} from '../../../source/command-line/lessons/read-decks.js';
import {type TaughtWord, type TeachingRequest} from '../../../source/inspection/teaching.js';
import {type Card} from '../../../source/shows/lessons/card.js';
import {withSettings} from '../../../source/settings/fork-options.js';
import {type RunConfig} from '../../../source/settings/run-config.js';
import {openRun} from '../../../source/run/open-run.js';
import {type Run} from '../../../source/run/run.js';

const cards = new Map<string, Card>();

beforeAll(async () => {
	for (const deck of await readDecks(undefined)) {
		for (const card of deck.cards) {
			cards.set(`${deck.name}/${card.name}`, card);
		}
	}
});

/** A card that says something, wherever in it; what it trains with. */
function saying(name: string, ...texts: readonly string[]): RunConfig {
	const {prose, task, answer, config} = cards.get(name)!;
	for (const text of texts) {
		expect(`${prose} ${task} ${answer}`).toContain(text);
	}

	return config;
}

/** A word that has been taught for all the steps that were asked for. */
async function teachWhole(ask: Run['ask'], request: TeachingRequest): Promise<TaughtWord> {
	for (;;) {
		const taught = await ask(['teachWord', request]);
		if (taught === undefined || taught === 'noMemory') {
			throw new Error(`Expected a taught word, got ${taught}.`);
		}

		if (taught.points.length > request.steps) {
			return taught;
		}
	}
}

/** A run that has taken so many steps, and their losses. */
async function trained(config: RunConfig, steps: number): Promise<Run & {readonly losses: readonly number[]; readonly validation: readonly number[]}> {
	const run = await openRun(config, '1.2.3', {historyBytes: 1e7});
	const losses: number[] = [];
	const validation: number[] = [];
	while (losses.length < steps || (steps === config.training.steps && validation.length < 10 && config.dataset.validationShare > 0)) {
		const {value} = await run.events.next();
		if (value?.type === 'step') {
			losses.push(value.loss);
		} else if (value?.type === 'eval') {
			validation.push(value.validationLoss);
		}
	}

	return {...run, losses, validation};
}

const meanOf = (losses: readonly number[]) => losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
const meanOfSteps = async (config: RunConfig, from: number, to: number) => {
	const {losses} = await trained(config, to);
	return meanOf(losses.slice(from - 1));
};

const withoutPart = ({model, ...config}: RunConfig, part: 'residual' | 'position' | 'norm' | 'head:0.0'): RunConfig => ({...config, model: {...model, without: [part]}});

it('begins where blind guessing among 27 tokens is, with Chapter 7 and with the GPT', async () => {
	const blind = Math.log(27);
	expect(blind.toFixed(2)).toBe('3.30');
	for (const name of ['chapter7/01-step', 'gpt/01-same']) {
		const {losses, start, close} = await trained(saying(name, 'guess'), 1);
		expect(Math.abs(losses[0] - blind)).toBeLessThan(0.1);
		expect(start.model.vocabSize).toBe(27);
		await close();
	}

	expect((1 / 27 * 100).toFixed(1)).toBe('3.7');
	expect(Math.log(2).toFixed(2)).toBe('0.69');
	saying('chapter7/05-logits', '1 in 27, or 3.7%');
	saying('chapter7/06-surprise', '0.69 if it was a half', '3.30 if it was 1 in 27');
});

it('counts parameters and positions', async () => {
	const small = await openRun(saying('chapter7/04-parameters', '992 parameters'), '1.2.3');
	expect(small.start).toMatchObject({parameterCount: 992, model: {blockSize: 8, nEmbd: 16}});
	const large = await openRun(saying('gpt/01-same', '4,192 instead of 992', '16 positions instead of 8'), '1.2.3');
	expect(large.start).toMatchObject({parameterCount: 4192, model: {blockSize: 16, nHead: 4}});
	saying('gpt/04-heads', '16 numbers', 'four heads of four');
	saying('gpt/08-mlp', '64 numbers', 'nearly half of all parameters');
	expect(2 * 64 * 16 / 4192).toBeGreaterThan(0.45);
	const few = await openRun(saying('gpt/15-overfitting', '60 names only', '12 are held out', 'The other 48 about twenty times'.replace('The', 'the')), '1.2.3');
	expect(few.start.dataset).toMatchObject({documentCount: 60, validationDocumentCount: 12});
	expect(few.start.parameterCount).toBeGreaterThan(4000);
	expect(few.start.training.steps / 48).toBeCloseTo(20.8, 1);
});

it('takes the names that it speaks of', async () => {
	const run = await trained(saying('chapter7/03-context', 'The next name has eight letters.'), 14);
	const nameOf = async (step: number) => {
		const [name] = await run.ask(['documentsOf', step]) ?? [];
		return name;
	};

	expect(await nameOf(cards.get('chapter7/03-context')!.step + 1)).toHaveLength(8);
	for (const step of [3, 4]) {
		const name = await nameOf(step);
		expect(name.length).toBeLessThan(8);
	}

	await run.close();
});

it('tells what Adam does in its first steps', async () => {
	const config = saying('chapter7/11-first', 'Every parameter that has a gradient moves by 0.01');
	const run = await trained(config, 1);
	const {strongest} = (await run.ask(['reportLastStep']))!;
	expect(strongest.map(({change}) => Math.abs(change).toFixed(4))).toEqual(strongest.map(() => '0.0100'));
	await run.close();
	const later = await trained(saying('chapter7/10-squares', 'Up to five times as large'), cards.get('chapter7/10-squares')!.step);
	const ratios = (await later.ask(['reportLastStep']))!.strongest.map(({gradient, root}) => Math.abs(gradient) / root);
	expect(Math.min(...ratios)).toBeGreaterThan(1);
	expect(Math.min(...ratios.slice(0, 5))).toBeGreaterThan(4);
	expect(Math.max(...ratios)).toBeLessThan(5.5);
	await later.close();
	const {beta1, beta2, learningRate} = config.training;
	expect([1 - beta1, 1 - beta2].map(share => share.toFixed(2))).toEqual(['0.15', '0.01']);
	saying('chapter7/12-correction', '15% of the gradient', '1% of its square', 'up to 2.6 times as long');
	const longer = Array.from({length: 200}, (_, index) => (1 - (beta1 ** (index + 1))) / Math.sqrt(1 - (beta2 ** (index + 1))));
	expect(Math.max(...longer).toFixed(1)).toBe('2.6');
	saying('chapter7/09-momentum', '85% of the old one', '15% of the new');
	saying('chapter7/13-rate', 'It was 0.01', 'half of it is left');
	expect(learningRate).toBe(0.01);
});

it('tells how races end', async () => {
	const config = saying('chapter7/08-descent', 'thirty times Adam\'s');
	const sgd = withSettings(config, {optimizer: 'sgd', learningRate: 0.3});
	expect(await meanOfSteps(sgd, 1, 300)).toBeGreaterThan(await meanOfSteps(config, 1, 300) + 0.1);
	saying('chapter7/12-correction', 'that even helps at first');
	expect(await meanOfSteps(withSettings(config, {hasBiasCorrection: false}), 1, 100)).toBeLessThan(await meanOfSteps(config, 1, 100));

	const gpt = saying('gpt/04-heads', 'the curves stay close');
	const last = await meanOfSteps(gpt, 901, 1000);
	const parts = ['head:0.0', 'position', 'residual', 'norm'] as const;
	const [head, position, residual, norm] = await Promise.all(parts.map(async part => meanOfSteps(withoutPart(gpt, part), 901, 1000)));
	expect(Math.abs(head - last)).toBeLessThan(0.02);
	saying('gpt/05-positions', 'learns more slowly');
	expect(position).toBeGreaterThan(last + 0.01);
	saying('gpt/06-residual', 'clearly higher');
	expect(residual).toBeGreaterThan(last + 0.05);
	saying('gpt/07-norm', 'nearly gets by without it');
	expect(norm - last).toBeLessThan(0.04);
});

it('tells what held-out names show', async () => {
	const whole = await trained(saying('gpt/14-held-out', 'They stay together'), 1000);
	const latest = meanOf(whole.losses.slice(-100));
	expect(Math.abs(whole.validation.at(-1)! - latest)).toBeLessThan(0.05);
	const few = await trained(saying('gpt/15-overfitting', 'The loss falls and falls while the validation rises'), 1000);
	expect(few.validation).toEqual(few.validation.toSorted((a, b) => a - b));
	expect(meanOf(few.losses.slice(-100))).toBeLessThan(1);
});

it('tells what one name costs the others', async () => {
	const {ask} = await trained(saying('gpt/16-forgetting', 'Its loss falls', 'that of most other names rises'), 1000);
	for (const [number, word] of ['zyz', 'anna', 'jonathan'].entries()) {
		const request = {
			number, word, steps: 10, isOtherRate: false,
		};
		const taught = await teachWhole(ask, request);
		expect(taught.points[10].word).toBeLessThan(taught.points[0].word);
		expect(taught.risenCount).toBeGreaterThan(taught.otherCount / 2);
	}
});

it('ends where it says: a little below the bigram table, and well past the unigram', async () => {
	const {losses, ask} = await trained(saying('chapter7/15-loop', 'a little below bigram'), 1000);
	const {unigram, bigram} = (await ask(['countBaselines']))!;
	const mean = meanOf(losses.slice(-100));
	saying('gpt/10-guess', 'the old model does little better');
	expect(mean).toBeLessThan(bigram);
	expect(mean).toBeGreaterThan(bigram - 0.1);
	expect(mean).toBeLessThan(unigram - 0.3);
	const early = meanOf(losses.slice(100, 200));
	expect(early).toBeLessThan(unigram);
});

it('is easier at the second letter than at the first and the third, and falls from there on, as far as there are enough names', async () => {
	const {ask, close} = await trained(saying('gpt/09-context', 'Highest where a name begins', 'The second letter is easy', 'From the third on it falls'), 1000);
	const {means, counts} = (await ask(['measurePositions']))!;
	const [first, second, ...others] = means.filter((_, position) => counts[position] >= 20);
	expect(first).toBe(Math.max(...means));
	expect(second).toBeLessThan(others[0]);
	expect(others).toEqual(others.toSorted((a, b) => b - a));
	expect(counts.at(-1)).toBeLessThan(20);
	await close();
});
