import {countText, toDecimals} from '../text/decimals.js';
import {type CoachMessage} from './coach-message.js';
import {type Evidence} from './evidence.js';

/** What another program did that was not to be expected. */
export function unexpected({news}: Evidence, last: CoachMessage | undefined): CoachMessage | undefined {
	if (!news || news.step === last?.step) {
		return undefined;
	}

	const {code, step} = news;
	const at = `step ${countText(step)}`;
	switch (code) {
		case 'restarted': {
			return {step, wordings: [`${at}: the run started again; the faint curve is the previous one`, `${at}: the run started again`, 'the run started again']};
		}

		case 'rewound': {
			return {step, wordings: [`${at}: the run went back to here; later steps are replaced`, `${at}: the run went back to here`, `${at}: the run went back`]};
		}

		case 'recovered': {
			return {step, wordings: [`${at}: the loss is a finite number again`, `${at}: the loss is finite again`, 'the loss is finite again']};
		}

		case 'diverged':
		case 'unsaved':
		case 'malformed': {
			return undefined;
		}
	}
}

/** A person has changed the learning rate, and a step has been taken with it. */
export function rateChanged({learningRateChanges}: Evidence, last: CoachMessage | undefined): CoachMessage | undefined {
	const change = learningRateChanges.at(-1);
	if (!change || change.step === last?.step) {
		return undefined;
	}

	const {step, scale, plan} = change;
	if (plan) {
		const what = [plan.learningRate, plan.schedule].filter(word => word !== undefined).join(', ');
		return {step, wordings: [`learning rate from step ${countText(step)} on${what === '' ? '' : `: ${what}`}`, `another rate from step ${countText(step)} on`, 'another rate from here on']};
	}

	const factor = scale >= 0.01 && scale < 1000 ? toDecimals(scale, 2) : scale.toExponential(1);
	return {step, wordings: [`learning rate x ${factor} from step ${countText(step)} on`, `rate x ${factor} from step ${countText(step)} on`, `rate x ${factor} from here on`]};
}
