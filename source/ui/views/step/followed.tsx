import {useEffect, useState} from 'react';
import wrapAnsi from 'wrap-ansi';
import {optimizers} from '../../../model/optimizers.js';
import {type FollowedStep} from '../../../inspection/followed-step.js';
import {type Ask} from '../../../run/run.js';
import {type ParameterPlace} from '../../../inspection/step-report.js';
import {placeSteps} from '../../../report/chart/step-columns.js';
import {type TrainingConfig} from '../../../settings/training-config.js';
import {cutText} from '../../../text/cut-text.js';
import {formatCount} from '../../../text/format.js';
import {isWholeTraining} from '../../../training/told-events.js';
import {frameRows, Page} from '../../components/page.js';
import {fitOrLast} from '../../fitting.js';
import {useCursor} from '../../hooks/use-cursor.js';
import {useInspection} from '../../hooks/use-inspection.js';
import {pendingText} from '../../pending-text.js';
import {unknownText} from '../../unknown-text.js';
import {type LiveViewProps, type ViewProps} from '../../view-props.js';
import {parameterName} from './adam-table.js';
import {correctionTable} from './correction-table.js';
import {
	axisLine,
	type Course,
	courseLines,
	courseWidth,
} from './courses.js';
import {symbolOf} from './explanations.js';

/** So many steps up to the one that is shown. */
const followedSteps = 100;
/** In these one sees what bias correction does. */
const firstSteps = 20;
const margin = 1;
/** The headline and the explanation. */
const headRows = 2;
const axisRows = 1;
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

type LiveFollowedProps = LiveViewProps & {readonly places: readonly ParameterPlace[]; readonly step: number};

/** One parameter over the last steps, whichever of the listed ones is chosen. */
export function LiveFollowed(view: LiveFollowedProps) {
	const {places, state, pinned} = view;
	const chosen = useCursor(state.cursor.row, places.length - 1);
	const {index} = places[chosen];
	useEffect(() => {
		pinned.current = index;
	}, [pinned, index]);
	// What is known of one parameter says nothing of another.
	return <LiveParameter key={index} {...view} chosen={chosen}/>;
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
	const hasTitles = rows >= headRows + (2 * courses.length);
	const hasTable = table.length > 0 && hasTitles && rows >= headRows + axisRows + (2 * courses.length) + table.length;
	const room = rows - headRows - axisRows - (hasTable ? table.length : 0);
	const height = hasTitles ? Math.max(1, Math.min(mostChartRows, Math.floor(room / courses.length) - 1)) : 1;
	const chart = {
		width, height, hasTitles, places: placeSteps(followed[0].step, last.step - followed[0].step + 1, courseWidth(width, hasTitles)),
	};
	const steps = `steps ${formatCount(followed[0].step)} to ${formatCount(last.step)}`;
	const lines = [
		headline(fitOrLast([`${which}, ${steps}`, steps], Math.max(0, width - name.length - 1))),
		...(hasTitles ? [paint('label', explanation)] : []),
		...courses.flatMap(course => courseLines(course, followed, chart, view)),
	];
	const below = [...(rows > lines.length ? [paint('label', axisLine(chart))] : []), ...(hasTable ? table.map((line, index) => index === 0 ? paint('label', line) : line) : [])];
	const hasBlank = hasTable && lines.length + below.length < rows;
	return [...lines, ...below.slice(0, axisRows), ...(hasBlank ? [''] : []), ...below.slice(axisRows)].slice(0, rows);
}

/** What an optimiser keeps of a parameter, in the order of its computation. */
function coursesOf(training: TrainingConfig, isAscii: boolean): Course[] {
	const {hasMomentum, hasOwnRates} = optimizers[training.optimizer];
	const root = symbolOf('root', training, isAscii);
	return [
		{label: 'g', isSigned: true, of: ({gradient}) => gradient},
		...(hasMomentum ? [{label: 'm', isSigned: true, of: ({mean}: FollowedStep) => mean}] : []),
		...(hasOwnRates ? [{label: root, of: (followed: FollowedStep) => followed.root}, {label: `rate/${root}`, of: ({ownRate}: FollowedStep) => ownRate}] : [{label: 'rate', of: ({ownRate}: FollowedStep) => ownRate}]),
		// The other numbers are those with which the step was taken.
		{
			label: 'weight', inlineLabel: 'new weight', remark: 'after the step, ', of: ({weight}) => weight,
		},
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
