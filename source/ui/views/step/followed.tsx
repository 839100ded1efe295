import {useEffect, useState} from 'react';
import wrapAnsi from 'wrap-ansi';
import {optimizers} from '../../../model/optimizers.js';
import {type FollowedStep} from '../../../inspection/followed-step.js';
import {type Ask} from '../../../run/run.js';
import {type ParameterPlace} from '../../../inspection/step-report.js';
import {drawLittleChart} from '../../../report/chart/little-chart.js';
import {type TrainingConfig} from '../../../settings/training-config.js';
import {cellsOf} from '../../../text/cells-of.js';
import {cutText} from '../../../text/cut-text.js';
import {toDecimals} from '../../../text/decimals.js';
import {formatCount} from '../../../text/format.js';
import {formatShort} from '../../../text/short-number.js';
import {isWholeTraining} from '../../../training/told-events.js';
import {frameRows, Page} from '../../components/page.js';
import {fitOrLast} from '../../fitting.js';
import {useCursor} from '../../hooks/use-cursor.js';
import {useInspection} from '../../hooks/use-inspection.js';
import {pendingText} from '../../pending-text.js';
import {type Look} from '../../theme.js';
import {unknownText} from '../../unknown-text.js';
import {type LiveViewProps, type ViewProps} from '../../view-props.js';
import {parameterName} from './adam-table.js';
import {symbolOf} from './explanations.js';

/** So many steps up to the one that is shown. */
const followedSteps = 100;
/** In these one sees what bias correction does. */
const firstSteps = 20;
const margin = 1;
const numberWidth = 9;
const inlineLabel = 10;
const mostChartRows = 5;

type FollowedProps = ViewProps & {
	readonly places: readonly ParameterPlace[];
	/** Which of them is followed. */
	readonly chosen: number;
	/** Up to the step that is shown; undefined until there is an answer. */
	readonly followed: readonly FollowedStep[] | undefined;
	/** The first steps of the run. */
	readonly beginning: readonly FollowedStep[] | undefined;
	/** Why there will be no answer, in a sentence; undefined as long as there may be one. */
	readonly reason?: string | undefined;
};

/** A number of a parameter over the steps. */
type Course = {readonly label: string; readonly of: (followed: FollowedStep) => number | undefined};

type LiveFollowedProps = LiveViewProps & {readonly places: readonly ParameterPlace[]; readonly step: number};

/** One parameter over the last steps, whichever of the listed ones is chosen. */
export function LiveFollowed(view: LiveFollowedProps) {
	const {places, state} = view;
	const chosen = useCursor(state.cursor.row, places.length - 1);
	// What is known of one parameter says nothing of another.
	return <LiveParameter key={places[chosen].index} {...view} chosen={chosen}/>;
}

function LiveParameter({places, step, chosen, ...view}: LiveFollowedProps & {readonly chosen: number}) {
	const {ask, snapshot: {start, lastStep}} = view;
	const {index} = places[chosen];
	const origin = start?.parent?.step ?? 0;
	const from = Math.max(origin + 1, step - followedSteps + 1);
	const reason = useWhyUnknown(ask, from - 1);
	const followed = useInspection(ask, 'followParameter', [index, from, step], {step});
	const last = Math.min(firstSteps, lastStep?.step ?? 0);
	const beginning = useInspection(ask, 'followParameter', [index, 1, last], {step: last, isWanted: origin === 0 && last > 0});
	return <Followed {...view} places={places} chosen={chosen} followed={followed} beginning={origin === 0 ? beginning : undefined} reason={reason}/>;
}

/** Why nobody knows how a run was after a step; undefined if somebody does, or it is still asked. */
function useWhyUnknown(ask: Ask, step: number): string | undefined {
	const [answer, setAnswer] = useState<{readonly ask: Ask; readonly reason: string | undefined}>();
	const isAsked = answer?.ask === ask;
	useEffect(() => {
		if (isAsked) {
			return;
		}

		void (async () => {
			const why = await ask(['whyUnknown'], {step}) ?? 'closed';
			setAnswer({ask, reason: why === 'known' ? undefined : unknownText(step, why)});
		})();
	}, [ask, step, isAsked]);
	return isAsked ? answer.reason : undefined;
}

/** The same, with what is known. */
export function Followed(view: FollowedProps) {
	const {columns, rows} = view;
	const lines = drawFollowed(view, {width: columns - (2 * margin), rows: rows - frameRows});
	return <Page {...view} lines={lines.map(line => ' '.repeat(margin) + line)} idle={['left', 'right', 'verify', ...(view.places.length > 1 ? [] : ['up', 'down'] as const)]}/>;
}

function drawFollowed({places, chosen, followed, beginning, reason, ...view}: FollowedProps, {width, rows}: {readonly width: number; readonly rows: number}): string[] {
	const {snapshot: {start}, theme: {paint}, glyphs} = view;
	const {training = {}} = start ?? {};
	const name = parameterName(places[chosen], glyphs);
	const which = `parameter ${chosen + 1} of the ${places.length} with the strongest gradients when you chose`;
	const headline = (text: string) => `${paint('key', name)} ${paint('label', cutText(text, Math.max(0, width - name.length - 1), glyphs.isAscii).trimEnd())}`;
	const last = followed?.at(-1);
	if (!followed || !last || !isWholeTraining(training)) {
		return [headline(which), '', ...(reason === undefined ? [pendingText('Doing its steps again', glyphs)] : wrapAnsi(`What was done to it is not known: ${reason}`, width).split('\n')).map(line => paint('label', line))];
	}

	const courses = coursesOf(training, glyphs.isAscii);
	const table = training.hasBiasCorrection && beginning ? correctionTable(beginning, training, {width, isAscii: glyphs.isAscii}) : [];
	const explanation = fitOrLast(sentencesFor(training), width);
	const hasTitles = rows >= 2 + (2 * courses.length);
	const hasTable = table.length > 0 && hasTitles && rows >= 3 + (2 * courses.length) + table.length;
	const room = rows - 2 - (hasTable ? table.length + 1 : 0);
	const height = hasTitles ? Math.max(1, Math.min(mostChartRows, Math.floor(room / courses.length) - 1)) : 1;
	const [firstStep] = followed;
	return [
		headline(fitOrLast([`${which}, steps ${formatCount(firstStep.step)} to ${formatCount(last.step)}`, `steps ${formatCount(firstStep.step)} to ${formatCount(last.step)}`], Math.max(0, width - name.length - 1))),
		...(hasTitles ? [paint('label', explanation)] : []),
		...courses.flatMap(course => courseLines(course, followed, {width, height, hasTitles}, view)),
		...(hasTable ? ['', ...table.map((line, index) => index === 0 ? paint('label', line) : line)] : []),
	].slice(0, rows);
}

/** What an optimiser keeps of a parameter, in the order of its computation. */
function coursesOf(training: TrainingConfig, isAscii: boolean): Course[] {
	const {hasMomentum, hasOwnRates} = optimizers[training.optimizer];
	const root = symbolOf('root', training, isAscii);
	return [
		{label: 'g', of: ({gradient}) => gradient},
		...(hasMomentum ? [{label: 'm', of: ({mean}: FollowedStep) => mean}] : []),
		...(hasOwnRates ? [{label: root, of: (followed: FollowedStep) => followed.root}, {label: `rate/${root}`, of: ({ownRate}: FollowedStep) => ownRate}] : [{label: 'rate', of: ({ownRate}: FollowedStep) => ownRate}]),
		{label: 'weight', of: ({weight}) => weight},
	];
}

function sentencesFor({optimizer, gradClip}: TrainingConfig): string[] {
	const {hasMomentum, hasOwnRates} = optimizers[optimizer];
	const mean = hasMomentum ? '; m is its smooth average' : '';
	const rate = hasOwnRates ? '; its own learning rate is that of the step over its usual size' : '';
	const clipping = gradClip > 0 ? `, clipped with all others to norm ${gradClip}` : '';
	return [
		`The gradient g jumps from document to document${clipping}${mean}${rate}.`,
		`The gradient g jumps with each document${hasMomentum ? ', m smooths it' : ''}${hasOwnRates ? ', the rate is its own' : ''}.`,
		'The gradient g jumps with each document.',
		'g jumps.',
	];
}

/** A title with the last value and the range, and the course below it; or all in one line. */
function courseLines({label, of}: Course, followed: readonly FollowedStep[], {width, height, hasTitles}: {readonly width: number; readonly height: number; readonly hasTitles: boolean}, {theme: {paint}, glyphs}: Look): string[] {
	const curve = followed.flatMap(({step, ...each}) => {
		const value = of({step, ...each});
		const point = (known: number) => ({
			firstStep: step, lastStep: step, mean: known, minimum: known, maximum: known, runningMean: known,
		});
		return value === undefined ? [] : [point(value)];
	});
	const values = curve.map(({mean}) => mean);
	const text = (value: number) => formatShort(value, numberWidth);
	const chart = (columns: number) => drawLittleChart(curve, {
		width: columns, height, steps: [followed[0].step, Math.max(followed[0].step + 1, followed.at(-1)!.step)],
	}, glyphs).map(row => paint('smoothed', row.padEnd(columns)));
	const last = text(values.at(-1) ?? NaN);
	if (!hasTitles) {
		const columns = Math.max(1, width - inlineLabel - numberWidth - 2);
		return [`${paint('label', padded(label, inlineLabel))} ${chart(columns)[0]} ${paint('value', last.padStart(numberWidth))}`];
	}

	const range = `from ${text(Math.min(...values))} to ${text(Math.max(...values))}`;
	return [`${paint('label', padded(label, inlineLabel))} ${paint('value', last.padStart(numberWidth))}  ${paint('label', range.slice(0, Math.max(0, width - inlineLabel - numberWidth - 3)))}`, ...chart(width)];
}

/** The steps at which one looks at bias correction. */
const corrected: ReadonlySet<number> = new Set([1, 2, 3, 5, 10, 20]);

/** The means in the first steps, as they are and as they are corrected, with what they are divided by; nothing where the optimiser keeps none. */
function correctionTable(beginning: readonly FollowedStep[], training: TrainingConfig, {width, isAscii}: {readonly width: number; readonly isAscii: boolean}): string[] {
	const {hasMomentum, hasOwnRates} = optimizers[training.optimizer];
	if (!hasMomentum && !hasOwnRates) {
		return [];
	}

	const titleWidth = 12;
	const shown = beginning.filter(({step}) => corrected.has(step)).slice(0, Math.floor((width - titleWidth) / (numberWidth + 1)));
	const row = (title: string, of: (followed: FollowedStep) => string) => padded(title, titleWidth) + shown.map(each => ` ${of(each).padStart(numberWidth)}`).join('');
	const number = (value: number) => formatShort(value, numberWidth);
	const divisor = (value: number) => toDecimals(value, 4);
	const hat = isAscii ? '^' : '\u{302}';
	return [
		row('step', ({step}) => String(step)),
		...(hasMomentum
			? [
				row('m', ({mean}) => number(mean)),
				row(`1 - ${training.beta1}^t`, ({firstCorrection}) => divisor(firstCorrection)),
				row(`m${hat}`, ({mean, firstCorrection}) => number(mean / firstCorrection)),
			]
			: []),
		...(hasOwnRates
			? [
				row('v', ({meanSquare}) => number(meanSquare)),
				row(`1 - ${training.beta2}^t`, ({secondCorrection}) => divisor(secondCorrection ?? NaN)),
				row(`v${hat}`, ({meanSquare, secondCorrection}) => number(meanSquare / (secondCorrection ?? NaN))),
			]
			: []),
	];
}

/** A title may have a hat, which takes no cell. */
function padded(title: string, width: number): string {
	return title + ' '.repeat(Math.max(0, width - cellsOf(title)));
}
