import {chapter7, presets} from '../settings/presets.js';
import {countedIn} from '../history/counted.js';
import {type StepOrInterval} from '../history/event-order.js';
import {type ToldEvent, type ToldStart} from '../training/told-events.js';
import {formatLoss} from '../text/format.js';
import {safeText} from '../text/safe-text.js';
import {LineSchedule} from './line-schedule.js';

/** The steps between two milestones. */
const milestoneEvery = 1000;

export type PlainLinesOptions = {readonly every?: number | undefined; readonly isAscii?: boolean};

/**
The lines of the reference program of a run: a function that turns the events, one after the other,
into lines without their ends. What another program does not tell has no line, or is left out of it.

@param options.every - The steps whose loss is printed are the first and every so many.
@param options.isAscii - Spells out characters that are not ASCII.
*/
export function createPlainLines(start: ToldStart, {every = 100, isAscii = false}: PlainLinesOptions = {}): (event: ToldEvent) => string[] {
	const {lines: format} = presets.find(({name}) => name === start.preset) ?? chapter7;
	const schedule = new LineSchedule(every, start);
	/** The average at the first step, then at the last milestone; undefined if that was not told. */
	let milestone: number | undefined;
	const progress = (step: number) => {
		const {plannedSteps = 0} = schedule;
		const width = Math.max(format.stepWidth, String(plannedSteps).length);
		return `${String(step).padStart(width)}${plannedSteps === 0 ? '' : ` / ${String(plannedSteps).padStart(width)}`}`;
	};

	const stepLines = (event: StepOrInterval): string[] => {
		const {step, loss} = event;
		const {isDue, turn} = schedule.takeStep(event);
		const {start: told, courseMean} = schedule.record;
		const mean = format.hasAverage ? courseMean : undefined;
		const was = turn === 'onwards' ? milestone : undefined;
		const isMilestone = step % milestoneEvery === 0;
		const isPassed = event.type === 'interval' && Math.floor(step / milestoneEvery) > Math.floor((event.firstStep - 1) / milestoneEvery);
		milestone = step === 1 || isMilestone ? mean : (isPassed ? undefined : was);
		return [
			...(isDue ? [`${countedIn(told)} ${progress(step)} | loss ${formatLoss(loss)}${mean === undefined ? '' : ` | avg ${formatLoss(mean)}`}`] : []),
			...(isMilestone && mean !== undefined ? [`  [milestone] avg loss: ${formatLoss(mean)}${was === undefined ? '' : ` (was ${formatLoss(was)})`}`] : []),
		];
	};

	return event => {
		if (event.type === 'step' || event.type === 'interval') {
			return stepLines(event);
		}

		schedule.take(event);
		switch (event.type) {
			case 'start': {
				const {dataset: {documentCount}, model: {vocabSize}, parameterCount} = event;
				const facts = {'num docs': documentCount, 'vocab size': vocabSize, 'num params': parameterCount};
				return Object.entries(facts).flatMap(([name, count]) => count === undefined ? [] : [`${name}: ${count}`]);
			}

			case 'eval': {
				const {trainLoss, validationLoss} = event;
				return [`eval ${progress(event.step)}${trainLoss === undefined ? '' : ` | train ${formatLoss(trainLoss)}`} | validation ${formatLoss(validationLoss)}`];
			}

			case 'sample': {
				const {ordinal, text} = event;
				if (ordinal === undefined) {
					return [];
				}

				const header = ordinal === 1 ? ['', `--- ${format.samplesTitle} ---`] : [];
				return [...header, `sample ${String(ordinal).padStart(2)}: ${safeText(text, isAscii)}`];
			}

			case 'metrics':
			case 'control':
			case 'baselines':
			case 'activity':
			case 'checkpoint':
			case 'warning':
			case 'finish': {
				return [];
			}
		}
	};
}
