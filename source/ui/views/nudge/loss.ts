import {toDecimals} from '../../../text/decimals.js';
import {formatCount} from '../../../text/format.js';
import {fit, fitOrLast} from '../../fitting.js';
import {changeText, nudgeText, numberText} from './numbers.js';
import {type NudgeLook} from './look.js';

const columnWidth = 12;

/** What the loss of the document has come to, and what its gradient predicts. */
export function lossLines({nudged: {loss, gradient, by, documentCount}, width, glyphs: {isAscii}, theme: {paint}}: NudgeLook): string[] {
	const [arrow, times] = isAscii ? ['->', '*'] : ['→', '·'];
	const predicted = gradient * by;
	const change = loss.after - loss.before;
	const moved = `${toDecimals(loss.before, 5)} ${arrow} ${toDecimals(loss.after, 5)}  ${changeText(change)}`;
	const documents = documentCount === 1
		? ['loss of the whole document']
		: [`loss of the first of the ${formatCount(documentCount)} documents`, `loss of the first of ${formatCount(documentCount)}`];
	return [
		paint('value', fitOrLast([...documents.map(whose => `${whose}  ${moved}`), `loss  ${moved}`, `loss ${changeText(change)}`], width)),
		paint('coach', fitOrLast([
			`predicted by its gradient: ${numberText(gradient)} ${times} ${by} = ${changeText(predicted)}; ${ratioText(predicted, change)}`,
			`gradient ${times} nudge = ${changeText(predicted)}; ${ratioText(predicted, change)}`,
			`gradient ${times} nudge = ${changeText(predicted)}`,
		], width)),
	];
}

/** How many times the predicted change the loss has changed. */
function ratioText(predicted: number, change: number): string {
	return predicted === 0 ? 'no effect predicted' : `it changes ${toDecimals(change / predicted, 3)} times that`;
}

/** Nudges of all sizes side by side: how far the gradient predicts what they do. */
export function ladderLines({nudged: {ladder, by: chosen}, width, theme: {paint}}: NudgeLook, rows: number): string[] {
	if (rows < 3) {
		return [];
	}

	const place = ladder.findIndex(({by}) => by === chosen);
	const count = Math.min(rows - 1, ladder.length);
	const first = Math.max(0, Math.min(place - Math.floor(count / 2), ladder.length - count));
	const header = ['nudge', 'predicted', 'loss changes', 'times that'];
	const row = (cells: readonly string[]) => fit([cells, cells.slice(0, 3), cells.slice(0, 2)].map(each => each.map(cell => cell.padStart(columnWidth)).join(' ')), width);
	return [
		paint('label', row(header)),
		...ladder.slice(first, first + count).map(({by, predicted, change}) => {
			const ratio = predicted === 0 ? '' : toDecimals(change / predicted, 3);
			return paint(by === chosen ? 'key' : 'label', row([nudgeText(by), changeText(predicted), changeText(change), ratio]));
		}),
	];
}
