import {type StepReport} from '../../../inspection/step-report.js';
import {mostTraced, type TracedGradient} from '../../../inspection/traced-gradient.js';
import {frameRows, Page} from '../../components/page.js';
import {margin} from '../../components/scrolled-page.js';
import {useHeldStep} from '../../hooks/use-held-step.js';
import {useInspection} from '../../hooks/use-inspection.js';
import {fitOrLast} from '../../fitting.js';
import {noReportText} from '../../pending-text.js';
import {type LiveViewProps, type ViewProps} from '../../view-props.js';
import {backwardStage} from './backward-stage.js';
import {documentStage} from './document-stage.js';
import {forwardStage} from './forward-stage.js';
import {nodesStage} from './nodes-stage.js';
import {rail} from './rail.js';
import {
	isRoomy,
	squeeze,
	type StageLine,
	stageNames,
	type StageName,
	type StageView,
} from './stage.js';
import {updateStage} from './update-stage.js';
import {zeroStage} from './zero-stage.js';

const stages: Readonly<Record<StageName, (view: StageView) => StageLine[]>> = {
	document: documentStage, forward: forwardStage, backward: backwardStage, update: updateStage, zero: zeroStage,
};

export type SlowProps = ViewProps & {
	readonly report: StepReport | undefined;
	/** How the gradient comes to a parameter, once that is asked for and known. */
	readonly tracedGradient?: TracedGradient | undefined;
};

/** One step in slow motion: its five stages, one after the other. */
export function LiveSlow({ask, ...view}: LiveViewProps) {
	const {snapshot: {lastStep, status}, past, state: {cursor}} = view;
	const {traced} = cursor;
	const isRunning = status === 'running' && past === undefined;
	const {report} = useHeldStep(ask, past ?? lastStep?.step ?? 0, isRunning);
	const update = traced === undefined ? undefined : tracedUpdate(report, traced);
	const tracedGradient = useInspection(ask, 'traceGradient', [update?.place.index ?? 0, report?.step], {step: report?.step ?? 0, isStill: !isRunning, isWanted: update !== undefined});
	return <Slow {...view} report={lastStep ? report : undefined} tracedGradient={tracedGradient}/>;
}

/** The parameter whose gradient is traced: that which the fourth stage shows. */
function tracedUpdate(report: StepReport | undefined, row: number) {
	return report?.strongest.at(Math.min(row, report.strongest.length - 1));
}

export function Slow({report, tracedGradient, ...view}: SlowProps) {
	const {columns, rows, snapshot: {start}, state: {cursor}, theme, glyphs} = view;
	const width = columns - (2 * margin);
	const open = stageNames[Math.min(cursor.column, stageNames.length - 1)];
	const head = [rail(open, width, view), ...(isRoomy({rows}) ? [''] : [])];
	const room = rows - frameRows - head.length;
	const stageOf = (stageView: StageView): StageLine[] => {
		const update = cursor.traced === undefined ? undefined : tracedUpdate(stageView.report, cursor.traced);
		if (open !== 'backward' || !update) {
			return stages[open](stageView);
		}

		const isThis = tracedGradient?.step === stageView.report.step && tracedGradient.place.index === update.place.index;
		return isThis ? nodesStage(stageView, tracedGradient, mostTraced) : [theme.paint('label', fitOrLast(['The graph of the step is on its way.', 'On its way.'], width))];
	};

	const lines = report && start
		? [...head, ...squeeze(stageOf({
			report, start, row: cursor.row, width, rows: room, theme, glyphs,
		}), room)]
		: [theme.paint('label', noReportText(view, width))];
	return <Page {...view} lines={lines.map(line => line === '' ? '' : ' '.repeat(margin) + line)}/>;
}
