import {type NodeKind} from '../../../model/scalar/node-kind.js';
import {type WayNode} from '../../../model/scalar/gradient-way.js';
import {letterText} from '../../../report/letter-text.js';
import {formatCount} from '../../../text/format.js';
import {formatShort} from '../../../text/short-number.js';
import {type StageView} from './stage.js';

/** A line of the way: a node, or sums that are added up one after the other. */
export type ShownNode = WayNode & {
	/** How many nodes it stands for. */
	readonly count: number;
	readonly isLoss: boolean;
	/** It is the surprise at a position: a logarithm, negated. */
	readonly isSurprise: boolean;
};

type NodeLook = Pick<StageView, 'glyphs' | 'start'> & {
	/** The name of the parameter that the way leads to. */
	readonly parameter: string;
};

const kindLabels: Readonly<Record<NodeKind, string>> = {
	parameter: 'parameter',
	dot: 'dot product',
	sum: 'sum',
	product: 'a * b',
	quotient: 'softmax: e / sum',
	shift: 'less the largest',
	scale: 'times a constant',
	exp: 'e = exp',
	ln: 'ln p',
	inverse: '1 / sum',
	inverseRoot: '1 / root of the mean square',
	square: 'square',
	relu: 'relu',
};

/** What a node is, in a few words. */
export function nodeLabel({kind, name, count, isLoss, isSurprise}: ShownNode, look: NodeLook): string {
	if (isLoss) {
		return 'loss: mean surprise';
	}

	if (isSurprise) {
		return 'surprise: -ln p';
	}

	if (kind === 'parameter') {
		return look.parameter;
	}

	if (!name) {
		return count === 1 ? kindLabels[kind] : `${formatCount(count)} sums`;
	}

	if (name.part !== 'matrix') {
		return `${name.part}[${formatCount(name.column)}]${name.part === 'x' ? ', a sum' : ''}`;
	}

	const {key, row} = name;
	const {glyphs, start} = look;
	const characters = start.dataset.characters ?? '';
	return key === 'lm_head' ? `logit: lm_head[${letterText([...characters].at(row), glyphs)}] times x` : `${key}[${row}] times its input`;
}

/** Why the local derivative towards a node is what it is: how the node above it grows with it. */
export function ruleTexts(chosen: ShownNode, above: ShownNode | undefined): string[] {
	if (!above) {
		return ['The loss itself: it grows as fast as it grows, so its gradient is 1. All others follow from that.', 'The loss grows as fast as itself: 1.', 'itself: 1'];
	}

	const value = formatShort(chosen.value, 9);
	const local = formatShort(chosen.local!, 9);
	const rules: Readonly<Record<NodeKind, readonly [long: string, short: string]>> = {
		parameter: ['', ''],
		dot: [`A dot product grows with a number as fast as what that is multiplied by is large: ${local}.`, `dot product: its factor, ${local}`],
		sum: ['A sum grows as fast as each of its parts: 1.', 'a sum: 1'],
		product: [`A product grows with a number as fast as what that is multiplied by is large: ${local}.`, `a product: its factor, ${local}`],
		quotient: [`Softmax multiplies e by 1 / sum: it grows with the one as fast as the other is large, ${local}.`, `a product: its factor, ${local}`],
		shift: ['A constant that is taken away changes nothing of how fast it grows: 1.', 'a constant less: 1'],
		scale: [`It is multiplied by a constant, ${local}, and grows that many times as fast.`, `constant factor: ${local}`],
		exp: [`exp grows as fast as it is large: ${local}.`, `exp: itself, ${local}`],
		ln: [`ln grows by 1 / p: 1 / ${value} = ${local}.`, `ln: 1 / ${value} = ${local}`],
		inverse: [`1 / sum falls by 1 / sum²: -1 / ${value}² = ${local}.`, `1 / sum: -1 / ${value}²`],
		inverseRoot: [`1 / root falls as what is under the root grows: ${local}.`, `1 / root: ${local}`],
		square: [`A square grows by twice the number: 2 · ${value} = ${local}.`, `square: 2 · ${value}`],
		relu: [chosen.local === 0 ? 'relu is off below 0, and passes nothing on: 0.' : 'relu passes on what is above 0: 1.', `relu: ${local}`],
	};
	return [...rules[above.kind]];
}
