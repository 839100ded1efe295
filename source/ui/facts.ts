import {
	formatAmount,
	formatClock,
	formatCount,
	formatLearningRate,
	formatLoss,
	formatStepsPerSecond,
} from '../text/format.js';
import {type Glyphs} from '../report/chart/glyphs.js';
import {toDecimals} from '../text/decimals.js';
import {type Snapshot} from '../session/snapshot.js';
import {parametersInUse} from '../report/parameters-in-use.js';

/** A figure with its name. */
export type Fact = {
	readonly label: string;
	/** For narrow windows. */
	readonly shortLabel: string;
	readonly value: string;
};

const unknown = '-';
/** The columns of the overview have room for so much. */
const widestLabel = 13;

/** The figures of a run, the most wanted first. Those that are not known yet show a dash. */
export function factsOf(snapshot: Snapshot, {times}: Glyphs): Fact[] {
	const {start, lastStep, evaluations, mode, speed} = snapshot;
	const validation = evaluations.at(-1);
	const [meanLabel, mean] = meanOf(snapshot);
	const isValidated = (start?.dataset.validationDocumentCount ?? 0) > 0 || validation !== undefined;
	const known = <Value>(value: Value | undefined, format: (value: Value) => string) => value === undefined ? unknown : format(value);
	const [rateLabel, shortRateLabel] = rateLabelsOf(snapshot, times);
	const fact = (label: string, shortLabel: string, value: string): Fact => ({label, shortLabel, value});
	const [clock, shortClock] = clockLabelsOf(snapshot);
	const used = start && parametersInUse(start);
	const facts = [
		fact('loss', 'loss', known(lastStep?.loss, formatLoss)),
		fact(meanLabel, 'mean', known(mean, formatLoss)),
		fact(rateLabel, shortRateLabel, known(snapshot.learningRate, formatLearningRate)),
		used === undefined ? fact('parameters', 'params', known(start?.parameterCount, formatCount)) : fact('params in use', 'in use', formatCount(used)),
		...(isValidated ? [fact('validation', 'valid.', known(validation?.validationLoss, formatLoss))] : []),
		fact(clock, shortClock, known(snapshot.elapsedMs, formatClock)),
		fact('time left', 'left', known(snapshot.remainingMs, formatClock)),
		fact('pace', 'pace', speed === 'max' ? (mode === 'watch' ? unknown : 'max') : `${formatCount(speed)}/s`),
		...speedsOf(snapshot),
		fact('gradient norm', 'grad.', known(lastStep?.gradientNorm, norm => norm < 1000 ? toDecimals(norm, 4) : norm.toExponential(2))),
		// The easiest document of all would say nothing of the model.
		isValidated
			? fact('best valid.', 'best v.', known(snapshot.bestValidation?.loss, formatLoss))
			: fact('best mean', 'best', known(snapshot.bestMean?.loss, formatLoss)),
		// The two take turns, so that the number of rows stays the same.
		...(isValidated ? [] : [fact('tokens seen', 'seen', lastStep ? known(snapshot.tokens, formatAmount) : unknown)]),
	];
	// What another program will report is not known: dashes would promise too much.
	return mode === 'watch' ? facts.filter(({value}, index) => index < 2 || value !== unknown) : facts;
}

/** How fast it is: what a program says itself, or what follows from the tokens of its steps. */
function speedsOf({start, lastStep, stepsPerSecond, tokensPerSecond}: Snapshot): Fact[] {
	const speed = (perSecond: number | undefined) => perSecond === undefined ? unknown : formatStepsPerSecond(perSecond);
	const told = lastStep?.tokensPerSecond;
	const time = lastStep?.stepTime;
	return [
		{label: start?.counts ?? 'engine steps', shortLabel: start?.counts ?? 'engine', value: speed(stepsPerSecond)},
		told === undefined
			? {label: 'engine tokens', shortLabel: 'tokens', value: speed(tokensPerSecond)}
			: {label: 'tokens told', shortLabel: 'tokens', value: `${formatAmount(told)}/s`},
		...(time ? [{label: 'time a step', shortLabel: 'a step', value: `${time.value} ${time.unit}`}] : []),
	];
}

function rateLabelsOf({learningRateScale: scale}: Snapshot, times: string): readonly [label: string, short: string] {
	if (scale === 1) {
		return ['learning rate', 'rate'];
	}

	const label = `rate ${times}${scaleText(scale)}`;
	return [label, label];
}

/** A factor of the learning rate in two digits: `1.5`. */
export function scaleText(scale: number): string {
	return scale < 0.01 || scale >= 100 ? scale.toExponential(0) : scale.toPrecision(2);
}

function clockLabelsOf({source, clockFromStep, start}: Snapshot): readonly [label: string, short: string] {
	if (source?.isJoined) {
		return ['watched', 'watched'];
	}

	if (clockFromStep > 0 && clockFromStep === start?.parent?.step) {
		return ['since forked', 'forked'];
	}

	return clockFromStep === 0 ? ['elapsed', 'elapsed'] : ['since resumed', 'resumed'];
}

/** The running mean; of a run that is over, the mean by which the coach and the summary judge it. */
function meanOf({finish, lastMean, runningMean}: Snapshot): readonly [label: string, mean: number | undefined] {
	if (!finish || !lastMean) {
		return ['running mean', runningMean];
	}

	const label = `mean of ${formatCount(lastMean.count)}`;
	return [label.length <= widestLabel ? label : 'mean of last', lastMean.mean];
}
