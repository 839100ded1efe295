import {optimizers} from '../../../model/optimizers.js';
import {type ParameterUpdate, type StepReport} from '../../../inspection/step-report.js';
import {formatCount, formatLearningRate} from '../../../text/format.js';
import {type Glyphs} from '../../../report/chart/glyphs.js';
import {inAscii} from '../../../report/in-ascii.js';
import {toDecimals} from '../../../text/decimals.js';
import {type TrainingConfig} from '../../../settings/training-config.js';
import {fitOrLast} from '../../fitting.js';

/** The numbers of Adam's table, in the order of its computation. */
export const adamColumnNames = ['gradient', 'mean', 'meanSquare', 'correctedMean', 'root', 'change', 'plainChange'] as const satisfies ReadonlyArray<keyof ParameterUpdate>;

export type AdamColumnName = (typeof adamColumnNames)[number];

/** Those that say something of an optimiser: what it does not compute, or what is no other number, is left out. */
export function adamColumnsOf({optimizer, hasBiasCorrection}: Pick<TrainingConfig, 'optimizer' | 'hasBiasCorrection'>): AdamColumnName[] {
	const {hasMomentum, hasOwnRates} = optimizers[optimizer];
	const told: Readonly<Record<AdamColumnName, boolean>> = {
		gradient: true,
		mean: hasMomentum,
		meanSquare: hasOwnRates,
		correctedMean: hasMomentum && hasBiasCorrection,
		root: hasOwnRates,
		change: true,
		plainChange: hasMomentum || hasOwnRates,
	};
	return adamColumnNames.filter(name => told[name]);
}

/** What can be explained: the columns of Adam's table, then those of the matrices. */
export type Explained = AdamColumnName | 'gradientNorm' | 'updateRatio';

/** As the formulas of the chapter call it. */
export function symbolOf(column: AdamColumnName, {hasBiasCorrection}: Pick<TrainingConfig, 'hasBiasCorrection'>, isAscii: boolean): string {
	const symbol = {
		gradient: 'g', mean: 'm', meanSquare: 'v', correctedMean: 'm̂', root: hasBiasCorrection ? '√v̂' : '√v', change: 'step', plainChange: 'SGD',
	}[column];
	return isAscii ? inAscii(symbol) : symbol;
}

type Moment = Pick<StepReport, 'step' | 'learningRate'>;

/** One line about a column, with the numbers of this step, in the widest wording that fits. */
export function explain(column: Explained, {step, learningRate}: Moment, {training, width, glyphs}: {readonly training: TrainingConfig; readonly width: number; readonly glyphs: Glyphs}): string {
	const wordings = wordingsOf(column, {step, learningRate}, training);
	const texts = wordings.map(wording => glyphs.isAscii ? inAscii(wording) : wording);
	return fitOrLast(texts, width);
}

/** From the longest to the shortest. */
function wordingsOf(column: Explained, {step, learningRate}: Moment, training: TrainingConfig): string[] {
	const {beta1, beta2, gradClip, weightDecay, schedule, warmup, hasBiasCorrection} = training;
	const t = formatCount(step);
	const rate = formatLearningRate(learningRate);
	switch (column) {
		case 'gradient': {
			const clipping = gradClip > 0 ? `, clipped to norm ${gradClip}` : '';
			return [
				`g: the gradient, how fast the loss grows as this parameter grows${clipping}`,
				`g: the gradient of the loss${clipping}`,
				'g: the gradient of the loss',
			];
		}

		case 'mean': {
			return [
				`m: momentum, a running mean of g: ${share(beta1)} of the old m and ${share(1 - beta1)} of the new g`,
				`m: momentum: ${share(beta1)} old m + ${share(1 - beta1)} g`,
			];
		}

		case 'meanSquare': {
			return [
				`v: a running mean of g²: ${share(beta2)} of the old v and ${share(1 - beta2)} of the new g²`,
				`v: squared gradients: ${share(beta2)} v + ${share(1 - beta2)} g²`,
				`v: mean g²: ${share(beta2)} v + ${share(1 - beta2)} g²`,
			];
		}

		case 'correctedMean': {
			const correction = toDecimals(1 - (beta1 ** step), 4);
			return [
				`m̂: bias correction: m began at 0, so m̂ = m / (1 - ${beta1}^${t}) = m / ${correction}`,
				`m̂: bias correction, m / ${correction}`,
			];
		}

		case 'root': {
			if (!hasBiasCorrection) {
				return [
					'√v: the typical size of g, root of v; without bias correction too small at first, for v began at 0',
					'√v: the typical size of g, root of v; no bias correction',
					'√v: the typical size of g: root of v',
				];
			}

			const correction = toDecimals(1 - (beta2 ** step), 4);
			return [
				`√v̂: the typical size of g: root of v / (1 - ${beta2}^${t}) = v / ${correction}, bias correction again`,
				`√v̂: the typical size of g: root of v / (1 - ${beta2}^${t}) = v / ${correction}`,
				`√v̂: the typical size of g: root of v / ${correction}`,
				`√v̂: root of v / ${correction}`,
			];
		}

		case 'change': {
			const decay = schedule === 'constant' ? `learning rate: ${rate}` : `learning rate after decay: ${rate}`;
			const rateNow = step <= warmup ? `learning rate, warming up: ${rate}` : decay;
			const shrinking = weightDecay > 0 ? ` - rate · ${weightDecay} · p` : '';
			const {exact, brief} = formulaOf(training);
			return [
				`step: what ${optimizers[training.optimizer].title} added, ${exact}${shrinking}; ${rateNow}`,
				`step: ${exact}${shrinking}; ${rateNow}`,
				`step: ${brief}${shrinking}; rate ${rate}`,
				`step: ${brief}; rate ${rate}`,
			];
		}

		case 'plainChange': {
			return [
				'SGD: what plain gradient descent would have added at this rate: -rate · g',
				'SGD: plain descent instead, -rate · g',
			];
		}

		case 'gradientNorm': {
			return [
				`g norm: root of the sum of the squares of all gradients of a matrix${gradClip > 0 ? ', before clipping' : ''}`,
				'g norm: the norm of all gradients of a matrix',
				'g norm: of all gradients of a matrix',
			];
		}

		case 'updateRatio': {
			return [
				'update: the norm of the step over the norm of the weights; about 0.001 is typical',
				'update: norm of the step / norm of the weights',
				'update: step / weights, in norms',
			];
		}
	}
}

/** What an optimiser adds to a parameter, and the same without what only keeps the divisor above zero. */
function formulaOf({optimizer, hasBiasCorrection}: TrainingConfig): {readonly exact: string; readonly brief: string} {
	const {hasMomentum, hasOwnRates} = optimizers[optimizer];
	const hat = hasBiasCorrection ? '\u{302}' : '';
	const top = `-rate · ${hasMomentum ? `m${hat}` : 'g'}`;
	return hasOwnRates ? {exact: `${top} / (√v${hat} + ε)`, brief: `${top} / √v${hat}`} : {exact: top, brief: top};
}

function share(part: number): string {
	return `${Number((part * 100).toPrecision(3))}%`;
}
