import {type ActivationPlace, type MovedStage, type MovedToken} from '../../../inspection/nudge.js';
import {letterText} from '../../../report/letter-text.js';
import {cellsOf} from '../../../text/cells-of.js';
import {formatCount} from '../../../text/format.js';
import {toDecimals} from '../../../text/decimals.js';
import {isWholeModel} from '../../../training/told-events.js';
import {fitting, fitOrLast} from '../../fitting.js';
import {changeText, numberText, numberWidth} from './numbers.js';
import {type NudgeLook} from './look.js';

type Kind = MovedStage['kind'];

const names: Readonly<Record<Kind, string>> = {
	token: 'token embedding',
	position: 'position embedding',
	embedding: 'x: token + position',
	norm: 'norm',
	projections: 'queries, keys, values',
	turned: 'turned by position',
	attention: 'attention',
	joined: 'heads joined',
	afterAttention: 'x + attention',
	hidden: 'MLP, first layer',
	activated: 'activation',
	mlp: 'MLP, second layer',
	afterMlp: 'x + MLP',
	logits: 'logits',
};
/** What gives way where there is no room, the first of them first. */
const givesWay: readonly Kind[] = ['turned', 'position', 'token', 'joined', 'projections', 'norm', 'mlp', 'activated', 'hidden', 'attention', 'embedding', 'afterAttention'];
const nameWidth = 22;
const shortNameWidth = 13;

/** What a stage is called; where there are several layers, with the number of its own. */
export function stageName({kind, layer}: Pick<ActivationPlace, 'kind' | 'layer'>, {snapshot: {start}}: Pick<NudgeLook, 'snapshot'>): string {
	const hasLayers = start !== undefined && isWholeModel(start.model) && start.model.architecture === 'gpt' && start.model.nLayer > 1;
	return hasLayers && layer !== undefined ? `${layer}: ${names[kind]}` : names[kind];
}

/** How the stages change that the nudge comes by, as many as there is room for. */
export function stageLines(look: NudgeLook, rows: number): string[] {
	const {nudged: {stages}, width, glyphs: {isAscii}, theme: {paint}} = look;
	const shown = thinned(stages, rows - 1);
	if (shown.length === 0) {
		return [];
	}

	const isWide = width >= nameWidth + numberWidth + (3 * numberWidth) + 10;
	const cells = isWide ? nameWidth : shortNameWidth;
	const arrow = isAscii ? '->' : '→';
	const header = isWide ? `${'stage'.padEnd(cells)} ${'change'.padStart(numberWidth)}  changes most` : `${'stage'.padEnd(cells)} ${'change'.padStart(numberWidth)}`;
	return [
		paint('label', header),
		...shown.map(stage => {
			const {change, most} = stage;
			const name = stageName(stage, look).slice(0, cells).padEnd(cells);
			const size = numberText(change).padStart(numberWidth);
			if (change === 0) {
				return paint('label', `${name} ${size}`);
			}

			const detail = isWide ? `  [${formatCount(most.column)}] ${numberText(most.before)} ${arrow} ${numberText(most.after)}  ${changeText(most.after - most.before)}` : '';
			return `${name} ${paint('value', size)}${detail}`;
		}),
	];
}

/** Without those that say least, up to so many; the last ones stay. */
function thinned(stages: readonly MovedStage[], most: number): readonly MovedStage[] {
	let shown = stages;
	for (const kind of givesWay) {
		if (shown.length <= most) {
			break;
		}

		shown = shown.filter(stage => stage.kind !== kind);
	}

	return shown.slice(Math.max(0, shown.length - Math.max(0, most)));
}

/** The logits and the chances that change most, and the surprise at what comes. */
export function tokenLines(look: NudgeLook): string[] {
	const {nudged: {logits, chances, surprise, next}, width, glyphs, theme: {paint}} = look;
	const arrow = glyphs.isAscii ? '->' : '→';
	const tokens = (label: string, moved: readonly MovedToken[], text: (number: number) => string) => {
		const parts = moved.map(({letter, before, after}) => `${letterText(letter, glyphs)} ${text(before)} ${arrow} ${text(after)}`);
		return `${paint('label', label.padEnd(shortNameWidth))} ${fitting(parts, width - shortNameWidth - 1, 3).join(' '.repeat(3))}`;
	};

	const right = letterText(next, glyphs);
	const label = fitOrLast([`surprise at ${right}`, 'surprise'], shortNameWidth);
	const change = `${toDecimals(surprise.before, 5)} ${arrow} ${toDecimals(surprise.after, 5)}  ${changeText(surprise.after - surprise.before)}`;
	return [
		tokens('logits', logits, logit => toDecimals(logit, 4)),
		tokens('chances', chances, chance => toDecimals(chance, 4)),
		`${paint('label', label)}${' '.repeat(shortNameWidth - cellsOf(label) + 1)}${change}`,
	];
}
