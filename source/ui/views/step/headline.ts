import {cellsOf} from '../../../text/cells-of.js';
import {type StepReport} from '../../../inspection/step-report.js';
import {formatCount, formatLearningRate, formatLoss} from '../../../text/format.js';
import {scaleText} from '../../facts.js';
import {documentText} from '../../unread.js';
import {type HeldStep} from '../../hooks/use-held-step.js';
import {type ViewProps} from '../../view-props.js';

const leastDocumentWidth = 6;
/** For the document where there is a choice of words. */
const usualDocumentWidth = 12;
/** For a line that spells things out. */
const roomForWords = 74;
/** For the rate as well, where it is said that steps are left out. */
const roomForStride = 96;
/** Below, the rate has no room in the headline. */
export const roomForRate = 58;

/** Whether the step is held while the training goes on, and how many lie between those that are shown. */
export type Hold = {readonly [Name in Exclude<keyof HeldStep, 'report'>]?: HeldStep[Name] | undefined};

type View = Pick<ViewProps, 'snapshot' | 'theme' | 'glyphs'>;

/** The parts of the headline that can be said at more or less length. */
type Wording = {readonly loss: string; readonly after: string; readonly which: string};

/** The step, the learning rate, the losses before and after it, the document: what changes its length stands last. */
export function headline(report: StepReport, view: View, width: number, hold: Hold = {}): string {
	const {step, lossBefore, lossAfter, documentCount, trace} = report;
	const {snapshot: {start, learningRateScale}, theme: {paint}, glyphs: {isAscii, separator}} = view;
	const number = formatCount(step).padStart(formatCount(start?.training.steps ?? step).length);
	const arrow = isAscii ? '->' : '→';
	const both = `${formatLoss(lossBefore)} ${arrow} ${formatLoss(lossAfter)}`;
	const stride = strideOf(hold, width);
	const hasRate = (width >= roomForWords && (stride === '' || width >= roomForStride)) || (width >= roomForRate && learningRateScale !== 1);
	const rate = hasRate ? [['rate', rateOf(report, view, hold)]] : [];
	const gap = ` ${separator} `;
	const isTooLong = cellsOf([`step ${number}${stride}`, ...rate.map(words => words.join(' ')), `loss ${both}`].join(gap)) > width;
	// That steps are left out comes before what one of them has gained.
	const losses = stride !== '' && isTooLong ? formatLoss(lossBefore) : both;
	const roomOf = ({loss, after, which}: Wording) => width - cellsOf([`step ${number}${stride}`, ...rate.map(words => words.join(' ')), `${loss} ${losses}${after}`, which].join(gap));
	const wordings = wordingsOf(documentCount, width >= roomForWords);
	const wording = wordings.find(candidate => roomOf(candidate) >= usualDocumentWidth) ?? wordings.at(-1)!;
	const room = roomOf(wording);
	const text = room >= leastDocumentWidth ? documentText(trace, start, room, view) : '';
	return [
		`${paint('label', 'step')} ${paint('key', number)}${paint('label', stride)}`,
		...rate.map(([label, value]) => `${paint('label', label)} ${paint(learningRateScale === 1 ? 'value' : 'mark', value)}`),
		`${paint('label', wording.loss)} ${paint('key', losses)}${paint('label', wording.after)}`,
		...(text === '' ? [] : [paint('label', wording.which) + text]),
	].join(paint('label', gap));
}

/** From the longest to the shortest. */
function wordingsOf(documentCount: number, hasWords: boolean): Wording[] {
	if (documentCount === 1) {
		const [which, after] = ['document ', ' after the update'];
		return [...(hasWords ? [{loss: 'loss', after, which}, {loss: 'loss', after: '', which}] : []), {loss: 'loss', after: '', which: ''}];
	}

	const brief = {loss: 'loss', after: '', which: `1st of ${documentCount}: `};
	return [...(hasWords ? [{loss: `loss of ${documentCount} documents`, after: '', which: 'the first: '}] : []), brief];
}

/** That the learning rate has been changed, and to what, where the headline has no room for it. */
export function rateLine(report: StepReport, view: View, hold: Hold): string {
	const {theme: {paint}} = view;
	return `${paint('label', 'learning rate')} ${paint('mark', rateOf(report, view, hold))}`;
}

/** How many steps lie between those that are shown; nothing where each is. */
function strideOf({every = 1}: Hold, width: number): string {
	if (every <= 1) {
		return '';
	}

	const ordinal = ordinalOf(roundStride(every));
	return width >= roomForStride ? `, about every ${ordinal}` : ` (~ every ${ordinal})`;
}

/** The pace is never quite even. */
function roundStride(every: number): number {
	const unit = every <= 20 ? 1 : (every < 100 ? 5 : 10 ** (Math.floor(Math.log10(every)) - 1));
	return Math.round(every / unit) * unit;
}

/** Of a number that is not above 20, or ends in 0 or 5. */
function ordinalOf(number: number): string {
	return `${formatCount(number)}${number === 2 ? 'nd' : (number === 3 ? 'rd' : 'th')}`;
}

/** The learning rate of a step that is held or past; of the last, that of the next, and its factor if that is not 1. */
function rateOf(report: StepReport, {snapshot: {learningRate, learningRateScale, lastStep}, glyphs: {times}}: View, {isHeld}: Hold): string {
	const isLast = report.step === lastStep?.step;
	if (isHeld === true || !isLast) {
		return formatLearningRate(report.learningRate);
	}

	const rate = learningRate === undefined ? '-' : formatLearningRate(learningRate);
	return learningRateScale === 1 ? rate : `${rate} ${times}${scaleText(learningRateScale)}`;
}
