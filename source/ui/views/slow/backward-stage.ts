import {type MatrixUpdate} from '../../../inspection/step-report.js';
import {drawBar} from '../../../report/chart/bar.js';
import {matrixName} from '../../../report/matrix-names.js';
import {cutText} from '../../../text/cut-text.js';
import {formatCount, formatLoss} from '../../../text/format.js';
import {formatShort} from '../../../text/short-number.js';
import {
	say,
	scrolled,
	type StageLine,
	type StageView,
} from './stage.js';

const numberWidth = 9;
const widestName = 24;
const [roomForPurpose, purposeWidth] = [70, 'position embeddings'.length];
const leastBar = 8;
/** What stands around the matrices, at least and with all that is said. */
const others = [2, 7] as const;

/** The third stage: how the gradient comes back from the loss through all that has made it. */
export function backwardStage(view: StageView): StageLine[] {
	const {report: {lossBefore, matrices}, row, theme: {paint}, glyphs} = view;
	const way = wayBack(matrices);
	const {first, room} = scrolled(view, {place: row, count: way.length, others});
	const shown = way.slice(first, first + room);
	const largest = Math.max(...matrices.map(({gradientNorm}) => gradientNorm));
	const nameWidth = Math.min(widestName, Math.max(...matrices.map(({key}) => key.length)));
	const down = glyphs.isAscii ? 'v' : '↓';
	return [
		say([
			'Backward: from the loss back, for each number that has made it: how fast would the loss grow if that grew?',
			'Backward: how fast would the loss grow with each number?',
			'Backward: the gradients',
		], view),
		'',
		`${paint('label', 'loss')} ${paint('key', formatLoss(lossBefore))} ${paint('label', `${down} -ln of the chance, softmax, logits`)}`,
		...shown.map(matrix => matrixLine(matrix, {nameWidth, largest}, view)),
		shown.length < way.length ? paint('label', `${formatCount(first + 1)}-${formatCount(first + shown.length)} of ${formatCount(way.length)} matrices: up, down`) : '',
		say([
			'The number is the norm of a matrix’s gradient, the length of all its gradients as one arrow; the bar shows it.',
			'The number: the norm of all gradients of a matrix.',
			'g norm of each matrix',
		].map(text => glyphs.isAscii ? text.replace('’', '\'') : text), view),
		say([
			'A positive gradient means: a larger number, a larger loss. So the parameters have to go the other way. g shows it node by node.',
			'Positive: a larger number makes a larger loss. g: node by node.',
			'',
		], view),
	];
}

/** In the order in which the gradient comes to them: from the logits back to the embeddings. */
function wayBack(matrices: readonly MatrixUpdate[]): MatrixUpdate[] {
	const named = (keys: readonly string[]) => keys.flatMap(key => matrices.find(matrix => matrix.key === key) ?? []);
	const ends = new Set(['lm_head', 'wpe', 'wte']);
	return [...named(['lm_head']), ...matrices.filter(({key}) => !ends.has(key)).toReversed(), ...named(['wpe', 'wte'])];
}

function matrixLine({key, gradientNorm}: MatrixUpdate, {nameWidth, largest}: {readonly nameWidth: number; readonly largest: number}, {width, theme: {paint}, glyphs}: StageView): string {
	const purpose = matrixName(key);
	const words = width >= roomForPurpose ? cutText(purpose ?? '', purposeWidth, glyphs.isAscii) : '';
	const barWidth = width - nameWidth - numberWidth - words.length - 3;
	const bar = barWidth >= leastBar && largest > 0 ? drawBar(gradientNorm / largest, barWidth, glyphs) : '';
	return `${paint('key', cutText(key, nameWidth, glyphs.isAscii))} ${paint('label', words)} ${paint('value', formatShort(gradientNorm, numberWidth).padStart(numberWidth))} ${paint('smoothed', bar)}`;
}
