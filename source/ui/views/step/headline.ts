import {cellsOf} from '../../../text/cells-of.js';
import {type StepReport} from '../../../inspection/step-report.js';
import {formatCount, formatLearningRate, formatLoss} from '../../../text/format.js';
import {scaleText} from '../../facts.js';
import {documentText} from '../../unread.js';
import {type ViewProps} from '../../view-props.js';

const leastDocumentWidth = 6;
/** For the document where there is a choice of words. */
const usualDocumentWidth = 12;
/** For a line that spells things out. */
const roomForWords = 74;
/** Below, the rate has no room in the headline. */
export const roomForRate = 58;

type View = Pick<ViewProps, 'snapshot' | 'theme' | 'glyphs'>;

/** The parts of the headline that can be said at more or less length. */
type Wording = {readonly loss: string; readonly after: string; readonly which: string};

/** The step, the learning rate, the losses before and after it, the document: what changes its length stands last. */
export function headline({step, lossBefore, lossAfter, documentCount, trace}: StepReport, view: View, width: number): string {
	const {snapshot: {start, learningRateScale}, theme: {paint}, glyphs: {isAscii, separator}} = view;
	const number = formatCount(step).padStart(formatCount(start?.training.steps ?? step).length);
	const arrow = isAscii ? '->' : '→';
	const losses = `${formatLoss(lossBefore)} ${arrow} ${formatLoss(lossAfter)}`;
	const hasRate = width >= roomForWords || (width >= roomForRate && learningRateScale !== 1);
	const rate = hasRate ? [['rate', rateOf(view)]] : [];
	const gap = ` ${separator} `;
	const roomOf = ({loss, after, which}: Wording) => width - cellsOf([`step ${number}`, ...rate.map(words => words.join(' ')), `${loss} ${losses}${after}`, which].join(gap));
	const wordings = wordingsOf(documentCount, width >= roomForWords);
	const wording = wordings.find(candidate => roomOf(candidate) >= usualDocumentWidth) ?? wordings.at(-1)!;
	const room = roomOf(wording);
	const text = room >= leastDocumentWidth ? documentText(trace, start, room, view) : '';
	return [
		`${paint('label', 'step')} ${paint('key', number)}`,
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
export function rateLine(view: View): string {
	const {theme: {paint}} = view;
	return `${paint('label', 'learning rate')} ${paint('mark', rateOf(view))}`;
}

/** The learning rate of the next step, and its factor if that is not 1. */
function rateOf({snapshot: {learningRate, learningRateScale}, glyphs: {times}}: View): string {
	const rate = learningRate === undefined ? '-' : formatLearningRate(learningRate);
	return learningRateScale === 1 ? rate : `${rate} ${times}${scaleText(learningRateScale)}`;
}
