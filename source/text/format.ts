import {countText as formatCount, toDecimals} from './decimals.js';

export {countText as formatCount} from './decimals.js';

/** A loss in nats with four decimals, as the references print it. */
export function formatLoss(loss: number): string {
	return toDecimals(loss, 4);
}

/** A learning rate in six decimals, or in powers of ten where those would hide it. */
export function formatLearningRate(learningRate: number): string {
	return learningRate === 0 || (learningRate >= 1e-5 && learningRate < 100) ? toDecimals(learningRate, 6) : learningRate.toExponential(2);
}

/** Steps a second: slow ones with a decimal, and with as many as it takes to be another number than 0. */
export function formatStepsPerSecond(stepsPerSecond: number): string {
	if (stepsPerSecond > 0 && stepsPerSecond < 0.05) {
		return `${Number(stepsPerSecond.toPrecision(1))}/s`;
	}

	return stepsPerSecond >= 999_999.5 ? `${(stepsPerSecond / 1e6).toPrecision(3)}M/s` : `${stepsPerSecond < 99.95 ? toDecimals(stepsPerSecond, 1) : formatCount(stepsPerSecond)}/s`;
}

/** A large number in at most nine cells: 9,999,999, then 12.3M, 4.56B. */
export function formatAmount(amount: number): string {
	if (amount < 9_999_999.5) {
		return formatCount(amount);
	}

	const [unit, name] = amount < 999.5e6 ? [1e6, 'M'] : [1e9, 'B'];
	const inUnits = amount / unit;
	return `${inUnits < 999.5 ? inUnits.toPrecision(3) : formatCount(inUnits)}${name}`;
}

/** A duration on the clock: 0:09, 12:34, 1:02:03, 3d 4h. */
export function formatClock(milliseconds: number): string {
	const seconds = Math.floor(milliseconds / 1000);
	const minutes = Math.floor(seconds / 60);
	const hours = Math.floor(minutes / 60);
	if (hours >= 100 * 24) {
		return `${formatCount(Math.floor(hours / 24))}d`;
	}

	if (hours >= 48) {
		return `${Math.floor(hours / 24)}d ${hours % 24}h`;
	}

	const twoDigits = (value: number) => String(value % 60).padStart(2, '0');
	return hours > 0 ? `${hours}:${twoDigits(minutes)}:${twoDigits(seconds)}` : `${minutes}:${twoDigits(seconds)}`;
}

/** A duration in words for a sentence: 0.3 ms, 45 ms, 0.32 s, 12.3 s, 12:34. */
export function formatDuration(milliseconds: number): string {
	// In seconds, little or nothing would be left of it.
	if (milliseconds > 0 && milliseconds < 99.5) {
		return `${Number(milliseconds.toPrecision(milliseconds < 9.5 ? 1 : 2))} ms`;
	}

	// From here on it would round to 60.0 s.
	return milliseconds >= 59_950 ? formatClock(Math.round(milliseconds / 1000) * 1000) : `${toDecimals(milliseconds / 1000, milliseconds < 10_000 ? 2 : 1)} s`;
}
