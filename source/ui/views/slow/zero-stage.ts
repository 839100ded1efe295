import {formatLoss} from '../../../text/format.js';
import {formatShort} from '../../../text/short-number.js';
import {cutText} from '../../../text/cut-text.js';
import {fit} from '../../fitting.js';
import {
	say,
	scrolled,
	type StageLine,
	type StageView,
} from './stage.js';

const numberWidth = 9;
const nameWidth = 18;
/** What stands around the matrices, at least and with all that is said. */
const others = [2, 7] as const;

/** The last stage: the gradients are emptied, and the step has done what it was for. */
export function zeroStage(view: StageView): StageLine[] {
	const {report: {matrices, lossBefore, lossAfter, documentCount}, width, row, theme: {paint}, glyphs} = view;
	const arrow = glyphs.isAscii ? '->' : '→';
	const perLine = Math.max(1, Math.floor((width + 2) / (nameWidth + numberWidth + 8)));
	const cells = matrices.map(({key, gradientNorm}) => `${paint('key', cutText(key, nameWidth, glyphs.isAscii))}${paint('value', formatShort(gradientNorm, numberWidth).padStart(numberWidth))} ${paint('label', arrow)} ${paint('key', '0')}`);
	const lines = Array.from({length: Math.ceil(cells.length / perLine)}, (_, index) => cells.slice(index * perLine, (index + 1) * perLine).join(' '.repeat(3)));
	const {first, room} = scrolled(view, {place: row, count: lines.length, others});
	const last = Math.min(lines.length, first + room);
	const which = documentCount === 1 ? 'the same document' : `the same ${documentCount} documents`;
	return [
		say([
			'Zero the gradients: those of the next step begin at 0. If they did not, they would be added to these.',
			'Zero the gradients, or those of the next step would be added.',
			'Zero the gradients.',
		], view),
		paint('label', fit(lines.length > room ? [`norms of the gradients, before and after: lines ${first + 1}-${last} of ${lines.length}`, `g norms, ${first + 1}-${last} of ${lines.length}: up, down`] : ['norm of the gradient of each matrix, before and after', 'g norm, before and after'], width)),
		...lines.slice(first, last),
		'',
		say([
			`What the step has gained: the loss of ${which} was ${formatLoss(lossBefore)} and is ${formatLoss(lossAfter)}. s takes the next step.`,
			`The loss of ${which}: ${formatLoss(lossBefore)} ${arrow} ${formatLoss(lossAfter)}.`,
			`${formatLoss(lossBefore)} ${arrow} ${formatLoss(lossAfter)}`,
		], view),
	];
}
