import {letterText} from '../../../report/letter-text.js';
import {toDecimals} from '../../../text/decimals.js';
import {formatCount} from '../../../text/format.js';
import {inAscii} from '../../../report/in-ascii.js';
import {isWholeModel} from '../../../training/told-events.js';
import {fit} from '../../fitting.js';
import {letterTable, meanLine, widestLetter} from '../step/letters.js';
import {
	say,
	scrolled,
	type StageLine,
	type StageView,
} from './stage.js';

/** Cells before the table, in which the chosen position has a sign. */
const marked = 2;
/** What stands around the table, at least and with all that is said. */
const others = [3, 7] as const;

/** The second stage: what the model expects at each position, and how surprised it is. */
export function forwardStage(view: StageView): StageLine[] {
	const {report, start, row, width, theme: {paint}, glyphs} = view;
	const {positions} = report.trace;
	const chosen = Math.min(row, positions.length - 1);
	const {letter, next, surprise} = positions[chosen];
	const {first, room} = scrolled(view, {place: chosen, count: positions.length, others});
	const options = {
		width: width - marked, rows: Math.min(positions.length, room), first, letterWidth: widestLetter(start.dataset.characters ?? '', glyphs), blindSurprise: Math.log(start.model.vocabSize ?? 1),
	};
	const [read, right] = [letterText(letter, glyphs), letterText(next.letter, glyphs)];
	const chance = toDecimals(next.probability, 4);
	const formula = [
		`At position ${formatCount(chosen + 1)} it has read ${read} and gives ${right}, which comes, a chance of ${chance}: surprise -ln(${chance}) = ${toDecimals(surprise, 4)} nats.`,
		`After ${read}: ${right} has a chance of ${chance}; -ln(${chance}) = ${toDecimals(surprise, 4)} nats.`,
		`-ln(${chance}) = ${toDecimals(surprise, 4)}`,
	];
	return [
		say(['Forward: at each position the model turns what it has read into a chance for every token.', 'Forward: a chance for every token, at each position.', 'Forward'], view),
		{said: paint('label', pathText(view))},
		'',
		...letterTable(report.trace, options, view).map((line, index) => paint('key', first + index - 1 === chosen ? '> ' : '  ') + line),
		meanLine(report, {...options, width}, view),
		'',
		paint('coach', fit(formula, width)),
	];
}

/** The way from a token to the chances, with shapes. */
function pathText({start: {model}, width, glyphs}: StageView): string {
	if (!isWholeModel(model)) {
		return '';
	}

	const {nEmbd, vocabSize} = model;
	const {nLayer, positions} = model.architecture === 'gpt' ? {positions: 'learned', ...model} : {nLayer: 0, positions: 'learned'};
	// Rotary positions are told where attention looks, and are nothing that is added.
	const [added, wpe] = positions === 'rotary' ? ['', ''] : [' + position embedding', ' + wpe'];
	const arrow = glyphs.isAscii ? '->' : '→';
	const layers = nLayer === 0 ? '' : ` ${arrow} ${formatCount(nLayer)} ${nLayer === 1 ? 'layer' : 'layers'} of attention and MLP`;
	const brief = nLayer === 0 ? '' : ` ${arrow} ${formatCount(nLayer)} ${nLayer === 1 ? 'layer' : 'layers'}`;
	const texts = [
		`token embedding (${nEmbd} numbers)${added}${layers} ${arrow} ${vocabSize} logits ${arrow} softmax ${arrow} ${vocabSize} chances`,
		`wte${wpe} (${nEmbd})${brief} ${arrow} ${vocabSize} logits ${arrow} softmax`,
		`wte${wpe}${brief} ${arrow} softmax`,
	];
	return fit(texts.map(text => glyphs.isAscii ? inAscii(text) : text), width);
}

