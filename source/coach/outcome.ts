import {betterBefore} from '../history/better-before.js';
import {countText} from '../text/decimals.js';
import {type FinalLoss, finalLossOf, judge} from '../history/final-loss.js';
import {type FinishReason} from '../training/events.js';
import {type Evidence} from './evidence.js';
import {ladderOf, type Rung, sightOf} from './baseline-ladder.js';
import {type CoachMessage, lossText, pull} from './coach-message.js';

/** Nothing that learns ends so many times as high. */
const farAboveGuessing = 2;

/** Tells where a run ended against the baselines; it waits for them. */
export function outcome(evidence: Evidence): CoachMessage | undefined {
	const {start, lastStep, finish, baselines, evaluations, lastMean, nextPreset} = evidence;
	if (!start || !lastStep || !baselines || !finish || finish.reason === 'diverged' || finish.reason === 'failed') {
		return undefined;
	}

	const final = finalLossOf({start, evaluations, lastMean});
	if (!final) {
		return undefined;
	}

	const {step} = lastStep;
	const {loss, name, shortName} = final;
	const ends = endsOf(finish.reason, step);
	if (loss > farAboveGuessing * baselines.uniform) {
		const end = ends[0].replace(':', '');
		return {step, wordings: [`${end}at ${lossText(loss)}, far above a blind guess: it has diverged`, `${ends.at(-1)!}it has diverged`]};
	}

	const ladder = ladderOf(baselines, start.model);
	const {relation, rung} = placeOf(final, ladder);
	const canGoOn = finish.reason === 'completed' && nextPreset !== undefined && sightOf(start.model) === 1 && rung.name === 'bigram';
	const measured = `${name} ${lossText(loss)}`;
	const place = `${relation} the ${rung.label} baseline (${lossText(rung.loss)})`;
	const shortPlace = `${relation} ${rung.label} (${lossText(rung.loss)})`;
	// What comes next is worth more than that the run is over, which the screen says too.
	const onwards = canGoOn
		? [`; ${pull('next')} trains ${nextPreset}`, `; ${pull('next')}: next model`].flatMap(next => [`${measured}, ${place}${next}`, `${measured.replace('the ', '')}, ${shortPlace}${next}`])
		: [];
	return {
		step, wordings: [
			...bestWordings(evidence),
			...onwards,
			...[measured, measured.replace('the ', '')].flatMap(text => ends.map(end => `${end}${text}, ${place}`)),
			// That it has ended is seen, but not why.
			...(finish.reason === 'stopped early' ? [measured, `${shortName}: ${lossText(loss)}`].map(text => `stopped early: ${text}, ${shortPlace}`) : []),
			`${measured}, ${place}`,
			`${measured}, ${shortPlace}`,
			`${measured}, ${relation} ${rung.label}`,
			`${shortName}: ${lossText(loss)}, ${shortPlace}`,
			`${shortName}: ${lossText(loss)}, ${relation} ${rung.label}`,
			`${lossText(loss)}, ${relation} ${rung.label}`,
			`ended at ${lossText(loss)}`,
		],
	};
}

/** How and where it ended, from the longest wording to the shortest. */
function endsOf(reason: FinishReason, step: number): string[] {
	switch (reason) {
		case 'completed': {
			return ['finished: '];
		}

		case 'stopped early': {
			return [`stopped early at step ${countText(step)}, as validation got no better: `, `stopped early at step ${countText(step)}: `, 'stopped early: '];
		}

		case 'stopped':
		case 'diverged':
		case 'failed': {
			return [`stopped at step ${countText(step)}: `, 'stopped: '];
		}
	}
}

/** Where the run was clearly better before its end: that is worth more than where it ended. */
function bestWordings(evidence: Evidence): string[] {
	const better = betterBefore(evidence);
	if (!better) {
		return [];
	}

	const {best, last} = better;
	const at = `best at step ${countText(best.step)}: ${lossText(best.loss)}, now ${lossText(last.loss)}`;
	const command = evidence.isSaved ? ['; sample --best uses that', '; see sample --best'] : [];
	const sentences = [...command.map(end => `validation was ${at}${end}`), `validation was ${at}`];
	// The status would say why, were there not this to say.
	const reasons = evidence.finish?.reason === 'stopped early' ? sentences.map(sentence => `stopped early: ${sentence}`) : [];
	return [...reasons, ...sentences, at];
}

/** The baseline that says most about a loss: one that it is at, else the lowest that it is below, else the highest. */
function placeOf(final: FinalLoss, ladder: readonly Rung[]): {readonly relation: string; readonly rung: Rung} {
	const distanceTo = (rung: Rung) => lossText(Math.abs(final.loss - rung.loss));
	const near = ladder.findLast(rung => judge(final, rung.loss) === 'about');
	if (near) {
		return {relation: 'close to', rung: near};
	}

	const passed = ladder.findLast(rung => final.loss < rung.loss);
	const rung = passed ?? ladder[0];
	// A few losses are not enough to tell.
	const certainty = final.standardError === undefined ? ' (perhaps by chance)' : '';
	return {relation: `${distanceTo(rung)} ${passed ? 'below' : 'above'}${certainty}`, rung};
}
