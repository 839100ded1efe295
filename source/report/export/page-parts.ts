import {formatCount} from '../../text/format.js';
import {type ControlEvent, type Novelty, type WarningEvent} from '../../training/events.js';
import {type ToldSample} from '../../training/told-events.js';
import {type BaselineFigure, type Figure} from './figures.js';
import {type Content, element, type Markup} from './markup.js';

/** Longer samples than these letters stand one below the other. */
const longestInGrid = 20;

const novelties: Readonly<Record<Novelty, string>> = {new: 'new', copied: 'copied', 'held-out': 'held out'};

/** A part of the page with its heading; left out if there is nothing in it. */
export function section(id: string, heading: string, ...contents: readonly Content[]): Markup | undefined {
	const isEmpty = contents.every(content => content === undefined);
	return isEmpty ? undefined : element('section', {'aria-labelledby': id}, element('h2', {id}, heading), ...contents);
}

/** A text that may run from right to left, without turning what is beside it. */
export function foreign(text: string): Markup {
	return element('bdi', {}, text);
}

/** Labels with their figures. */
export function figureTable(figures: readonly Figure[]): Markup {
	const rows = figures.map(([label, value]) => element('tr', {}, rowHeading(label), cell(foreign(value))));
	return element('table', {}, element('tbody', {}, ...rows));
}

/** The baselines; undefined without any. */
export function baselineTable(figures: readonly BaselineFigure[]): Markup | undefined {
	const rows = figures.map(([label, loss, difference]) => [rowHeading(label), element('td', {class: 'number'}, loss), cell(difference)]);
	return table(['Model', 'Loss', 'Difference'], rows);
}

/** What was changed by hand, one row for each time; undefined without any. */
export function changeTable(controls: readonly ControlEvent[]): Markup | undefined {
	const changes = controls.map((control, index) => changesOf(control, controls[index - 1]).join(', '));
	const rows = controls.map(({step}, index) => [rowHeading(formatCount(step)), cell(foreign(changes[index]))]);
	return table(['From step', 'Changed'], rows);
}

/** How many samples there are of each kind that is not new. */
function noveltyText(samples: readonly ToldSample[]): string {
	const count = (wanted: Novelty) => samples.filter(({novelty}) => novelty === wanted).length;
	const heldOut = count('held-out');
	return [
		`${formatCount(count('copied'))} of ${formatCount(samples.length)} copied from the training data`,
		...(heldOut > 0 ? [`${formatCount(heldOut)} among the held-out data`] : []),
	].join(', ');
}

/** Samples as a list below a few words about them: short ones beside each other. Nothing without any. */
export function sampleList(samples: readonly ToldSample[], hasSteps: boolean): Markup[] {
	if (samples.length === 0) {
		return [];
	}

	const [{temperature}] = samples;
	const isOneTemperature = samples.every(sample => sample.temperature === temperature);
	const isLong = samples.some(({text}) => text.length > longestInGrid);
	const items = samples.map(sample => sampleItem(sample, {hasStep: hasSteps, hasTemperature: !isOneTemperature}));
	const judged = samples.filter(({novelty}) => novelty !== undefined);
	const remarks = [
		...(judged.length === 0 ? [] : [noveltyText(judged)]),
		...(isOneTemperature && temperature !== undefined ? [`all at temperature ${temperature}`] : []),
	];
	return [
		...(remarks.length === 0 ? [] : [about(`${remarks.join('; ')}.`)]),
		element('ol', {class: isLong ? 'samples long' : 'samples'}, ...items),
	];
}

/** Where a line ends, its sign shows, and the next one begins. */
function linesOf(text: string): Content[] {
	return text.split(/(?<=\n)/v).flatMap((line, index) => index === 0 ? [line] : [element('br', {}), line]);
}

/** A remark below a heading. */
export function about(text: string): Markup {
	return element('p', {class: 'about'}, text);
}

function sampleItem({text, novelty, step, prefix, temperature}: ToldSample, {hasStep, hasTemperature}: {hasStep: boolean; hasTemperature: boolean}): Markup {
	const details = [
		...(hasStep ? [`step ${formatCount(step)}`] : []),
		...(hasTemperature && temperature !== undefined ? [`temperature ${temperature}`] : []),
		...(prefix === undefined ? [] : [`begins with ${prefix}`]),
	];
	const shown = text === '' ? element('span', {class: 'text nothing'}, '(nothing)') : element('bdi', {class: 'text'}, ...linesOf(text));
	const kind = novelty === undefined ? [] : [element('span', {class: novelty}, novelties[novelty])];
	const rest = details.length === 0 ? [] : [...(novelty === undefined ? [] : [', ']), foreign(details.join(', '))];
	return element('li', {}, shown, element('span', {class: 'meta'}, ...kind, ...rest));
}

/** What went wrong, and when; undefined if nothing did. */
export function warningList(warnings: readonly WarningEvent[]): Markup | undefined {
	const items = warnings.map(({step, message}) => element('li', {}, `Step ${formatCount(step)}: `, foreign(message)));
	return items.length === 0 ? undefined : element('ul', {class: 'warnings'}, ...items);
}

function table(headings: readonly string[], rows: ReadonlyArray<readonly Content[]>): Markup | undefined {
	const headingCells = headings.map(heading => element('th', {scope: 'col'}, heading));
	const head = element('thead', {}, element('tr', {}, ...headingCells));
	const body = element('tbody', {}, ...rows.map(cells => element('tr', {}, ...cells)));
	return rows.length === 0 ? undefined : element('table', {}, head, body);
}

function rowHeading(text: string): Markup {
	return element('th', {scope: 'row'}, text);
}

function cell(content: Content): Markup {
	return element('td', {}, content);
}

function changesOf(control: ControlEvent, before: ControlEvent | undefined): string[] {
	const {learningRateScale, temperature, prefix, steps} = control;
	return [
		...planText(control),
		...(learningRateScale === (before?.learningRateScale ?? 1) ? [] : [`learning rate × ${learningRateScale}`]),
		...(temperature === before?.temperature || temperature === undefined ? [] : [`samples at temperature ${temperature}`]),
		...(prefix === before?.prefix || prefix === undefined ? [] : [prefix === '' ? 'samples begin with nothing' : `samples begin with ${prefix}`]),
		...(steps === before?.steps || steps === undefined ? [] : [`${formatCount(steps)} steps in all`]),
	];
}

/** With what the run was resumed, but for the number of its steps. */
function planText({learningRate, schedule, warmup, scheduleFrom, weightDecay, gradClip, patience}: ControlEvent): string[] {
	return [
		...(learningRate === undefined ? [] : [`learning rate ${learningRate}`]),
		...(schedule === undefined ? [] : [`${schedule} schedule`]),
		...(warmup === undefined ? [] : [warmup === 0 ? 'no warm-up' : `warm-up of ${formatCount(warmup)} ${warmup === 1 ? 'step' : 'steps'}`]),
		...(scheduleFrom === undefined ? [] : [`schedule counted after step ${formatCount(scheduleFrom)}`]),
		...(weightDecay === undefined ? [] : [`weight decay ${weightDecay}`]),
		...(gradClip === undefined ? [] : [gradClip === 0 ? 'no gradient clipping' : `gradient clipping ${gradClip}`]),
		...(patience === undefined ? [] : [`patience ${formatCount(patience)}`]),
	];
}
