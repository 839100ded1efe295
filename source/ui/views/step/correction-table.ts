import {type FollowedStep} from '../../../inspection/followed-step.js';
import {optimizers} from '../../../model/optimizers.js';
import {type TrainingConfig} from '../../../settings/training-config.js';
import {toDecimals} from '../../../text/decimals.js';
import {numberWidth, padded, toldNumber} from './courses.js';

/** The steps at which one looks at bias correction. */
const corrected: ReadonlySet<number> = new Set([1, 2, 3, 5, 10, 20]);

/** The means in the first steps, as they are and as they are corrected, with what they are divided by; nothing where the optimiser keeps none. */
export function correctionTable(beginning: readonly FollowedStep[], training: TrainingConfig, {width, isAscii}: {readonly width: number; readonly isAscii: boolean}): string[] {
	const {hasMomentum, hasOwnRates} = optimizers[training.optimizer];
	if (!hasMomentum && !hasOwnRates) {
		return [];
	}

	const titleWidth = 12;
	const shown = beginning.filter(({step}) => corrected.has(step)).slice(0, Math.floor((width - titleWidth) / (numberWidth + 1)));
	const row = (title: string, of: (followed: FollowedStep) => string) => padded(title, titleWidth) + shown.map(each => ` ${of(each).padStart(numberWidth)}`).join('');
	const divisor = (value: number) => toDecimals(value, 4);
	const hat = isAscii ? '^' : '\u{302}';
	return [
		row('step', ({step}) => String(step)),
		...(hasMomentum
			? [
				row('m', ({mean}) => toldNumber(mean)),
				row(`1 - ${training.beta1}^t`, ({firstCorrection}) => divisor(firstCorrection)),
				row(`m${hat}`, ({mean, firstCorrection}) => toldNumber(mean / firstCorrection)),
			]
			: []),
		...(hasOwnRates
			? [
				row('v', ({meanSquare}) => toldNumber(meanSquare)),
				row(`1 - ${training.beta2}^t`, ({secondCorrection}) => divisor(secondCorrection ?? NaN)),
				row(`v${hat}`, ({meanSquare, secondCorrection}) => toldNumber(meanSquare / (secondCorrection ?? NaN))),
			]
			: []),
	];
}
