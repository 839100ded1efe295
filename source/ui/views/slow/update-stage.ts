import {optimizers} from '../../../model/optimizers.js';
import {type ParameterUpdate} from '../../../inspection/step-report.js';
import {inAscii} from '../../../report/in-ascii.js';
import {type TrainingConfig} from '../../../settings/training-config.js';
import {isWholeTraining} from '../../../training/told-events.js';
import {cellsOf} from '../../../text/cells-of.js';
import {formatCount, formatLearningRate} from '../../../text/format.js';
import {formatShort} from '../../../text/short-number.js';
import {fit} from '../../fitting.js';
import {parameterName} from '../step/adam-table.js';
import {adamColumnsOf, type AdamColumnName, symbolOf} from '../step/explanations.js';
import {
	say,
	type StageLine,
	type StageView,
	updatesOf,
} from './stage.js';

const symbolWidth = 6;
const numberWidth = 10;

/** The fourth stage: what the optimiser makes of the gradient of one parameter, with the numbers in the formulas. */
export function updateStage(view: StageView): StageLine[] {
	const {report: {learningRate, pinned}, start: {training}, row, width, theme: {paint}, glyphs} = view;
	if (!isWholeTraining(training)) {
		return [];
	}

	const updates = updatesOf(view.report);
	const chosen = Math.min(row, updates.length - 1);
	const update = updates[chosen];
	const lines = formulasOf(update, view.report, training);
	const place = view.report.strongest.indexOf(update);
	const rank = pinned && chosen === 0 ? 'the one that is followed in Step' : (place === 0 ? 'the strongest gradient' : `gradient ${formatCount(place + 1)} of the strongest`);
	const name = parameterName(update.place, glyphs);
	return [
		say([
			`Every parameter moves a little against its gradient, each as far as ${optimizers[training.optimizer].title} says. One of them:`,
			'Every parameter moves against its gradient. One of them:',
			'One of the parameters:',
		], view),
		'',
		`${paint('key', name)} ${paint('label', fit([`${rank}; up and down choose another`, rank, ''], width - name.length - 1))}`,
		...lines.map(({symbol, ...formula}) => {
			const line = formulaLine(symbolOf(symbol, training, glyphs.isAscii), formula, view);
			// What another way would have done is the first to give way.
			return symbol === 'plainChange' ? {said: line} : line;
		}),
		formulaLine('p', {
			value: numberText(update.value + update.change),
			formula: [`p + step = ${numberText(update.value)} + ${numberText(update.change)}: the parameter after the step`, `${numberText(update.value)} + ${numberText(update.change)}`, ''],
		}, view),
		'',
		say([
			`The learning rate of this step is ${formatLearningRate(learningRate)}. a shows the moves of all parameters as arrows.`,
			`Learning rate ${formatLearningRate(learningRate)}. a: all moves as arrows.`,
			`rate ${formatLearningRate(learningRate)}`,
		], view),
	];
}

type Formula = {readonly symbol: AdamColumnName; readonly value: string; readonly formula: readonly string[]};

/** From the gradient to the step, in the order of the computation: each formula in words, then briefer. */
function formulasOf(update: ParameterUpdate, {step, learningRate}: Pick<StageView['report'], 'step' | 'learningRate'>, training: TrainingConfig): Formula[] {
	const {beta1, beta2, weightDecay, hasBiasCorrection, gradClip, optimizer} = training;
	const {gradient: g, mean: m, meanSquare: v, correctedMean, root} = update;
	const [rate, t] = [formatLearningRate(learningRate), formatCount(step)];
	const n = numberText;
	const {hasMomentum, hasOwnRates} = optimizers[optimizer];
	const top = hasMomentum ? (hasBiasCorrection ? 'm̂' : 'm') : 'g';
	const topValue = n(hasMomentum ? (hasBiasCorrection ? correctedMean : m) : g);
	const under = hasBiasCorrection ? '√v̂' : '√v';
	const decay = weightDecay > 0 ? ` - rate · ${weightDecay} · p` : '';
	// What they were before follows from what they are.
	const [before, squareBefore] = [(m - ((1 - beta1) * g)) / beta1, (v - ((1 - beta2) * (g ** 2))) / beta2];
	const texts: Readonly<Record<AdamColumnName, readonly string[]>> = {
		gradient: [`the gradient: how fast the loss grows with p${gradClip > 0 ? `, clipped to norm ${gradClip}` : ''}`, 'the gradient', ''],
		mean: [`${beta1} · m before + ${part(beta1)} · g = ${beta1} · ${n(before)} + ${part(beta1)} · ${n(g)}: momentum`, `${beta1} · ${n(before)} + ${part(beta1)} · ${n(g)}`, ''],
		meanSquare: [`${beta2} · v before + ${part(beta2)} · g² = ${beta2} · ${n(squareBefore)} + ${part(beta2)} · ${n(g ** 2)}`, `${beta2} · ${n(squareBefore)} + ${part(beta2)} · ${n(g ** 2)}`, ''],
		correctedMean: [`m / (1 - ${beta1}^${t}) = ${n(m)} / ${n(1 - (beta1 ** step))}, for m began at 0`, `${n(m)} / ${n(1 - (beta1 ** step))}`, ''],
		root: hasBiasCorrection
			? [`the root of v / (1 - ${beta2}^${t}) = ${n(v)} / ${n(1 - (beta2 ** step))}: the usual size of g`, `root of ${n(v)} / ${n(1 - (beta2 ** step))}`, '']
			: [`the root of v = ${n(v)}: the usual size of g`, `root of ${n(v)}`, ''],
		change: hasOwnRates
			? [`-rate · ${top} / (${under} + ε)${decay} = -${rate} · ${topValue} / ${n(root)}${decay === '' ? '' : ' - …'}`, `-${rate} · ${topValue} / ${n(root)}`, '']
			: [`-rate · ${top}${decay} = -${rate} · ${topValue}`, `-${rate} · ${topValue}`, ''],
		plainChange: [`-rate · g = -${rate} · ${n(g)}: what plain gradient descent would have added`, 'plain gradient descent: -rate · g', ''],
	};
	const columns = adamColumnsOf(training);
	const ordered = [...columns.filter(name => name !== 'plainChange' && name !== 'change'), ...columns.filter(name => name === 'plainChange'), 'change'] as const;
	return ordered.map(symbol => ({symbol, value: n(update[symbol]), formula: texts[symbol]}));
}

function formulaLine(symbol: string, {value, formula}: Omit<Formula, 'symbol'>, {width, theme: {paint}, glyphs}: StageView): string {
	const room = width - symbolWidth - numberWidth - 3;
	const texts = glyphs.isAscii ? formula.map(wording => inAscii(wording)) : formula;
	const indent = ' '.repeat(Math.max(0, symbolWidth - cellsOf(symbol)));
	return `${paint('key', symbol + indent)} ${paint('value', value.padStart(numberWidth))}  ${paint('label', fit(texts, room))}`;
}

/** 1 − β without the dust of floating point. */
function part(beta: number): number {
	return Number((1 - beta).toPrecision(6));
}

function numberText(value: number): string {
	return formatShort(value, numberWidth);
}
