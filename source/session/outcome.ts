import {type Evidence} from './evidence.js';
import {ladderOf, type Rung, sightOf} from './baseline-ladder.js';
import {
	type CoachMessage,
	lossText,
	messageOf,
} from './coach-message.js';
import {countText} from './decimals.js';

/** Nearer than this, a loss is at a line: the mean of a hundred losses is no more certain. */
const lineWidth = 0.1;
/** Nothing that learns ends so many times as high. */
const farAboveGuessing = 2;

/** Tells where a run ended against the baselines; it waits for them. */
export function outcome({start, lastStep, finish, baselines, evaluations, meanOfLast100, nextPreset}: Evidence): CoachMessage | undefined {
	if (!start || !lastStep || !baselines || (finish?.reason !== 'completed' && finish?.reason !== 'stopped')) {
		return undefined;
	}

	const {step} = lastStep;
	const end = finish.reason === 'completed' ? 'finished' : `stopped at step ${countText(step)}`;
	const isHeldOut = start.dataset.validationDocumentCount > 0;
	const loss = isHeldOut ? evaluations.at(-1)?.validationLoss : meanOfLast100;
	if (loss === undefined) {
		return undefined;
	}

	if (loss > farAboveGuessing * baselines.uniform) {
		return messageOf(step, [
			`${end} at ${lossText(loss)}, far above a blind guess: it has diverged; r with a lower learning rate`,
			`${end} at ${lossText(loss)}, far above a blind guess: it has diverged`,
		], [`${end}: it has diverged`]);
	}

	const ladder = ladderOf(baselines, start.model);
	const limit = sightOf(start.model) === 1 ? ladder.find(({name}) => name === 'bigram') : undefined;
	const canGoOn = finish.reason === 'completed' && nextPreset !== undefined;
	if (limit && loss < limit.loss + lineWidth) {
		return messageOf(step, [
			...(canGoOn
				? [
					`${end} at the bigram line, ${lossText(loss)}: n trains ${nextPreset}, which looks further back`,
					`${end} at the bigram line: n trains ${nextPreset}, which looks further back`,
				]
				: []),
			`${end} at the bigram line, ${lossText(loss)}: one letter tells no more`,
		], [...(canGoOn ? [`${end} at the bigram line: n goes on`] : []), `${end} at the bigram line`, 'stopped at the bigram line']);
	}

	const measure = isHeldOut ? 'validation ' : '';
	const [fullest, briefest] = comparisonsOf(loss, ladder);
	return messageOf(step, [
		`${end} at ${measure}${lossText(loss)}, ${fullest}`,
		`${end} at ${measure}${lossText(loss)}, ${briefest}`,
		`${end} ${briefest}`,
	], [`${end} ${briefest}`, end]);
}

/** The fullest wording and the briefest. */
function comparisonsOf(loss: number, ladder: readonly Rung[]): readonly [string, string] {
	const passed = ladder.findLast(rung => loss < rung.loss);
	const next = ladder.find(rung => loss >= rung.loss);
	const parts = [
		...(passed ? [`${lossText(passed.loss - loss)} below the ${passed.label}`] : []),
		...(next ? [`${lossText(loss - next.loss)} above the ${next.label}`] : []),
	];
	return [`${parts.join(' and ')} line`, `${parts[0]} line`];
}
