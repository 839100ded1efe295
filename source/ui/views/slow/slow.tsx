import {type StepReport} from '../../../inspection/step-report.js';
import {frameRows, Page} from '../../components/page.js';
import {margin} from '../../components/scrolled-page.js';
import {useHeldStep} from '../../hooks/use-held-step.js';
import {noReportText} from '../../pending-text.js';
import {type LiveViewProps, type ViewProps} from '../../view-props.js';
import {backwardStage} from './backward-stage.js';
import {documentStage} from './document-stage.js';
import {forwardStage} from './forward-stage.js';
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

export type SlowProps = ViewProps & {readonly report: StepReport | undefined};

/** One step in slow motion: its five stages, one after the other. */
export function LiveSlow({ask, ...view}: LiveViewProps) {
	const {snapshot: {lastStep, status}, past} = view;
	const {report} = useHeldStep(ask, past ?? lastStep?.step ?? 0, status === 'running' && past === undefined);
	return <Slow {...view} report={lastStep ? report : undefined}/>;
}

export function Slow({report, ...view}: SlowProps) {
	const {columns, rows, snapshot: {start}, state: {cursor}, theme, glyphs} = view;
	const width = columns - (2 * margin);
	const open = stageNames[Math.min(cursor.column, stageNames.length - 1)];
	const head = [rail(open, width, view), ...(isRoomy({rows}) ? [''] : [])];
	const room = rows - frameRows - head.length;
	const lines = report && start
		? [...head, ...squeeze(stages[open]({
			report, start, row: cursor.row, width, rows: room, theme, glyphs,
		}), room)]
		: [theme.paint('label', noReportText(view, width))];
	return <Page {...view} lines={lines.map(line => line === '' ? '' : ' '.repeat(margin) + line)}/>;
}
