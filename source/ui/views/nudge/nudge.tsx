import {useState} from 'react';
import {type NudgeReport} from '../../../inspection/nudge.js';
import {mostTraced} from '../../../inspection/traced-gradient.js';
import {formatCount} from '../../../text/format.js';
import {frameRows, Page} from '../../components/page.js';
import {margin} from '../../components/scrolled-page.js';
import {fitOrLast} from '../../fitting.js';
import {useHeldStep} from '../../hooks/use-held-step.js';
import {useInspection} from '../../hooks/use-inspection.js';
import {noReportText, pendingWordings} from '../../pending-text.js';
import {type LiveViewProps, type ViewProps} from '../../view-props.js';
import {chosenNudge, offeredIndexes} from './choices.js';
import {ladderLines, lossLines} from './loss.js';
import {stageLines, tokenLines} from './stages.js';
import {titleLines} from './title.js';

/** Below so many rows for stages and nudges of other sizes, there are neither blanks nor the latter. */
const roomForGaps = 9;

export type NudgeProps = ViewProps & {
	/** What a nudge changes; until there is an answer, what was asked before, be it of another step. */
	readonly answer: NudgeReport | undefined;
};

/** A number of the last step is nudged, and followed forward to the loss. */
export function LiveNudge({ask, ...view}: LiveViewProps) {
	const {snapshot: {lastStep, status}, past, state: {cursor}} = view;
	const isRunning = status === 'running' && past === undefined;
	const {report} = useHeldStep(ask, past ?? lastStep?.step ?? 0, isRunning);
	const [parameters, setParameters] = useState<readonly number[]>([]);
	const [activationCount, setActivationCount] = useState(0);
	// They stay what they were at first: other steps have other gradients.
	if (report && parameters.length === 0) {
		setParameters(offeredIndexes(report));
	}

	const request = chosenNudge(cursor, parameters, activationCount);
	const answer = useInspection(ask, 'nudge', [request, report?.step], {step: report?.step ?? 0, isStill: !isRunning, isWanted: parameters.length > 0});
	const count = answer?.nudged?.activationCount;
	if (count !== undefined && count !== activationCount) {
		setActivationCount(count);
	}

	return <Nudge {...view} answer={lastStep ? answer : undefined}/>;
}

export function Nudge({answer, ...view}: NudgeProps) {
	const width = view.columns - (2 * margin);
	const lines = nudgeLines({...view, answer}, width);
	return <Page {...view} lines={lines.map(line => line === '' ? '' : ' '.repeat(margin) + line)}/>;
}

function nudgeLines({answer, ...view}: NudgeProps, width: number): string[] {
	const {rows, snapshot: {lastStep}, theme: {paint}} = view;
	if (!answer) {
		return [paint('label', lastStep ? fitOrLast(pendingWordings('Following a number', view), width) : noReportText(view, width))];
	}

	const {step, size, nudged} = answer;
	if (!nudged) {
		return [paint('label', fitOrLast([
			`To follow a number, a graph of scalar nodes is built: here, of about ${formatCount(size)} products, more than ${formatCount(mostTraced)}.`,
			`The graph of this model would be too large: ${formatCount(size)} products.`,
			'Too large a model for that.',
		], width))];
	}

	const look = {
		...view, nudged, step, width,
	};
	const room = rows - frameRows;
	const [title, tokens, loss] = [titleLines(look), tokenLines(look), lossLines(look)];
	const least = title.length + tokens.length + loss.length;
	const gap = room >= least + roomForGaps ? [''] : [];
	const free = Math.max(0, room - least - (3 * gap.length));
	const ladder = ladderLines(look, free < roomForGaps ? 0 : Math.floor(free / 2));
	return [...title, ...gap, ...stageLines(look, free - ladder.length), ...tokens, ...gap, ...loss, ...gap, ...ladder].slice(0, room);
}
