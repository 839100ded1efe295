import {type TracedGradient} from '../../../inspection/traced-gradient.js';
import {type GradientWay} from '../../../model/scalar/gradient-way.js';
import {inAscii} from '../../../report/in-ascii.js';
import {letterText} from '../../../report/letter-text.js';
import {cellsOf} from '../../../text/cells-of.js';
import {cutText} from '../../../text/cut-text.js';
import {toDecimals} from '../../../text/decimals.js';
import {formatCount} from '../../../text/format.js';
import {formatShort} from '../../../text/short-number.js';
import {fit, fitOrLast} from '../../fitting.js';
import {parameterName} from '../step/adam-table.js';
import {nodeLabel, ruleTexts, type ShownNode} from './node-texts.js';
import {
	say,
	scrolled,
	type StageLine,
	type StageView,
} from './stage.js';

/** The widths of a number, from narrow windows to wide ones. */
const [narrowNumber, wideNumber] = [7, 9];
const roomForWide = 60;
/** What stands around the nodes, at least and with all that is said. */
const others = [3, 10] as const;

/** Backward, node by node: one way of the gradient from the loss to a parameter. */
export function nodesStage(view: StageView, {place, way, size}: TracedGradient, largest: number): StageLine[] {
	const {width, theme: {paint}, glyphs, report: {documentCount}} = view;
	const name = parameterName(place, glyphs);
	const first = documentCount === 1 ? '' : ' of the first document';
	const head = say([
		`Backward, node by node: from the loss${first} to ${name}, with the numbers of the scalar engine.`,
		`Node by node: from the loss${first} to ${name}.`,
		`From the loss to ${name}`,
	], view);
	if (!way) {
		return [head, '', paint('label', fitOrLast([
			`Nodes are shown for up to ${formatCount(largest)} parameters times positions; here they are ${formatCount(size)}.`,
			`Too many nodes: ${formatCount(size)} > ${formatCount(largest)}.`,
			'Too many nodes.',
		], width))];
	}

	const nodes = foldSums(way.nodes);
	if (nodes.length === 0) {
		return [head, '', paint('label', fitOrLast([`The loss does not depend on ${name}: its gradient is 0.`, 'Its gradient is 0: no way leads there.', 'No way leads there.'], width))];
	}

	const chosen = Math.min(view.row, nodes.length - 1);
	const {first: top, room} = scrolled(view, {place: Math.max(0, chosen - 2), count: nodes.length, others});
	const start = Math.max(Math.min(top, chosen), chosen - room + 1);
	const numberWidth = width >= roomForWide ? wideNumber : narrowNumber;
	const nameWidth = width - 2 - (3 * (numberWidth + 1));
	return [
		head,
		{said: paint('label', fit(whereTexts(way, nodes.length, view), width))},
		paint('label', `  ${'node'.padEnd(nameWidth)}${['value', width >= roomForWide ? 'gradient' : 'grad', 'local'].map(title => ` ${title.padStart(numberWidth)}`).join('')}`),
		...nodes.slice(start, start + room).map((node, index) => {
			const isChosen = start + index === chosen;
			const text = cutText(nodeLabel(node, {...view, parameter: name}), nameWidth, glyphs.isAscii);
			const numbers = [node.value, node.gradient, node.local].map(number => ` ${(number === undefined ? '-' : formatShort(number, numberWidth)).padStart(numberWidth)}`).join('');
			return `${paint('key', isChosen ? '> ' : '  ')}${paint(isChosen ? 'key' : 'label', text)}${' '.repeat(nameWidth - cellsOf(text))}${paint(isChosen ? 'key' : 'value', numbers)}`;
		}),
		'',
		say(ruleTexts(nodes[chosen], nodes[chosen - 1]).map(text => glyphs.isAscii ? inAscii(text) : text), view),
		paint('value', fit(chainTexts(nodes, chosen), width)),
		paint('label', fit(shareTexts(way, name), width)),
		...clippingNote(view),
	];
}

/** Sums that are added up one after the other are one line: their gradient is the same. */
function foldSums(nodes: GradientWay['nodes']): ShownNode[] {
	const shown: ShownNode[] = [];
	for (const [index, node] of nodes.entries()) {
		const last = shown.at(-1);
		if (last?.kind === 'sum' && node.kind === 'sum' && !last.name && !node.name && last.gradient === node.gradient) {
			shown[shown.length - 1] = {...last, count: last.count + 1};
		} else {
			shown.push({
				...node, count: 1, isLoss: index === 0, isSurprise: index > 0 && nodes.at(index + 1)?.kind === 'ln',
			});
		}
	}

	return shown;
}

/** Which way it is: the position whose logit it comes through. */
function whereTexts({nodes, nodeCount, wayCount}: GradientWay, shownCount: number, {report: {trace}, glyphs}: StageView): string[] {
	const logit = nodes.find(({name}) => name?.part === 'matrix' && name.key === 'lm_head');
	const position = logit?.name?.position;
	const read = position === undefined ? undefined : trace.positions.at(position);
	const ways = wayCount === 1 ? 'the only way' : `one of ${countText(wayCount)} ways`;
	const at = read ? `, at position ${formatCount(position! + 1)}: after ${letterText(read.letter, glyphs)} comes ${letterText(read.next.letter, glyphs)}` : '';
	const brief = read ? `, at position ${formatCount(position! + 1)}` : '';
	return [`${ways}${at}; ${formatCount(shownCount)} lines, of a graph of ${formatCount(nodeCount)} nodes`, `${ways}${at}`, `${ways}${brief}`, ways];
}

/** The chain rule, with its numbers; and what else comes to the node. */
function chainTexts(nodes: readonly ShownNode[], chosen: number): string[] {
	const {gradient, local, userCount} = nodes[chosen];
	if (local === undefined) {
		return ['gradient of the loss: 1', 'gradient 1'];
	}

	const [above, slope, product, whole] = [nodes[chosen - 1].gradient, local, nodes[chosen - 1].gradient * local, gradient].map(number => formatShort(number, wideNumber));
	const chain = `${above} * ${slope} = ${product}`;
	if (userCount === 1) {
		return [`gradient = gradient above * local = ${chain}`, `gradient = ${chain}`, chain];
	}

	const rest = `${formatCount(userCount - 1)} ${userCount === 2 ? 'other' : 'others'}`;
	return [
		`from above ${chain}; with what comes from ${rest} that use it: ${whole}`,
		`${chain}; with ${rest}: ${whole}`,
		chain,
	];
}

function shareTexts({contribution, gradient, wayCount}: GradientWay, name: string): string[] {
	const [product, whole] = [contribution, gradient].map(number => formatShort(number, wideNumber));
	if (wayCount === 1) {
		return [`All locals multiplied: ${product}, the gradient of ${name}; there is no other way.`, `All locals multiplied: ${product}`, product];
	}

	const share = gradient === 0 ? '' : ` (${toDecimals(100 * contribution / gradient, 0)}%)`;
	return [
		`All locals multiplied: ${product}${share} of the gradient ${whole} of ${name}; the other ways bring the rest.`,
		`All locals multiplied: ${product}${share} of the gradient ${whole}`,
		`Product ${product}${share} of ${whole}`,
		`${product} of ${whole}`,
	];
}

/** The fourth stage shows the gradient as the optimiser sees it; where that is something else, it is said. */
function clippingNote(view: StageView): StageLine[] {
	const {gradClip = 0} = view.start.training;
	return gradClip > 0
		? [say([
			`Before clipping: stage 4 shows the gradient as it is after that, with --grad-clip ${gradClip}.`,
			'Before clipping; stage 4 shows it after.',
			'before clipping',
		], view)]
		: [];
}

/** The ways multiply with the layers: beyond a million, about how many there are. */
function countText(count: number): string {
	return count < 1e6 ? formatCount(count) : `about ${count.toExponential(0).replace('e+', 'e')}`;
}
