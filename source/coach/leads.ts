import {countText} from '../text/decimals.js';
import {type ToldStart} from '../training/told-events.js';
import {ladderOf, sightOf} from './baseline-ladder.js';
import {type CoachMessage, lossText, pull} from './coach-message.js';
import {type Evidence} from './evidence.js';

/**
What to look at in the first seconds. It tells of nothing that has happened, so it has no place among what has; and
of what comes to be known while it shows, it speaks as soon as it is.
*/
export type Lead = (evidence: Evidence) => CoachMessage | undefined;

/** The built-in data. */
const namesFile = 'names.txt';

/** What is trained, on what, and what to wait for. */
export const opening: Lead = ({start, baselines}) => {
	if (!start) {
		return undefined;
	}

	const {parameterCount, model: {without = []}, dataset: {documentCount}} = start;
	// Of a model without some of its parts, not all of them learn.
	const count = parameterCount === undefined || without.length > 0 ? '' : `${countText(parameterCount)} parameters`;
	const documents = documentCount === undefined ? '' : `${countText(documentCount)} `;
	const task = taskOf(start);
	const goal = goalOf(start, baselines);
	const learns = (learn: string) => `${learn}${task.verb} ${task.isCounted ? documents : ''}${task.what}`;
	return {
		step: 1,
		wordings: [
			...(count === ''
				? []
				: [
					`A model of ${count} ${learns('learns')}. Watch the loss fall${goal.full}.`,
					`${count} ${learns('learn')}: watch the loss fall${goal.full}`,
					`${count} ${learns('learn')}: watch the loss fall${goal.brief}`,
				]),
			`learning ${task.what}: watch the loss fall`,
			`${task.what}: watch the loss fall`,
		],
	};
};

function taskOf({dataset: {name, mode}}: ToldStart): {readonly verb: string; readonly what: string; readonly isCounted: boolean} {
	if (mode === 'stream') {
		return {verb: ' to go on with', what: 'a text', isCounted: false};
	}

	return name === namesFile ? {verb: ' to spell', what: 'names', isCounted: true} : {verb: ' from', what: 'documents', isCounted: true};
}

/** The baseline that says most for the model: what pairs of letters tell, or single ones where pairs tell no more. */
function goalOf({model}: ToldStart, baselines: Evidence['baselines']): {readonly full: string; readonly brief: string} {
	const rung = baselines && ladderOf(baselines, model).findLast(({name}) => name === 'bigram' || name === 'unigram');
	if (!rung) {
		return {full: '', brief: ''};
	}

	// Who sees one letter has the pairs for a limit.
	const isLimit = rung.name === 'bigram' && sightOf(model) === 1;
	const brief = ` ${isLimit ? 'to' : 'below'} ${lossText(rung.loss)}`;
	return {brief, full: `${brief}, the ${rung.name === 'bigram' ? 'pair' : 'letter'} counts`};
}

/** How to read the chart, and where to look next. */
export const reading: Lead = ({start}) => {
	const key = pull('showStep');
	const single = start && taskOf(start).what === 'names' && start.training.batchSize === 1 ? 'names' : 'steps';
	return {
		step: 1,
		wordings: [
			`the faint band is single ${single}, the line their mean; press ${key} for one step in detail`,
			`faint band: single ${single}; line: their mean; press ${key}: one step in detail`,
			`faint: ${single}; line: mean; ${key}: one step`,
		],
	};
};

/** In the order in which they are said. */
export const leads: readonly Lead[] = [opening, reading];
