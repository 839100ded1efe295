import {type ParameterMoves} from '../../../inspection/parameter-moves.js';
import {type StepReport} from '../../../inspection/step-report.js';
import {mostTraced, type TracedGradient} from '../../../inspection/traced-gradient.js';
import {cellsOf} from '../../../text/cells-of.js';
import {frameRows, Page} from '../../components/page.js';
import {margin} from '../../components/scrolled-page.js';
import {useHeldStep} from '../../hooks/use-held-step.js';
import {useInspection} from '../../hooks/use-inspection.js';
import {fitOrLast} from '../../fitting.js';
import {noReportText} from '../../pending-text.js';
import {type LiveViewProps, type ViewProps} from '../../view-props.js';
import {backwardStage} from './backward-stage.js';
import {codeGap, codePage, shareWidth} from './code-page.js';
import {documentStage} from './document-stage.js';
import {forwardStage} from './forward-stage.js';
import {movesStage} from './moves-stage.js';
import {nodesStage} from './nodes-stage.js';
import {rail} from './rail.js';
import {
	isRoomy,
	squeeze,
	type StageLine,
	stageNames,
	type StageName,
	type StageView,
	updateAt,
} from './stage.js';
import {updateStage} from './update-stage.js';
import {useStageClock} from './use-stage-clock.js';
import {zeroStage} from './zero-stage.js';

const stages: Readonly<Record<StageName, (view: StageView) => StageLine[]>> = {
	document: documentStage, forward: forwardStage, backward: backwardStage, update: updateStage, zero: zeroStage,
};
/** A larger picture of a matrix would be on no screen. */
const mostMoveRows = 64;

export type SlowProps = ViewProps & {
	readonly report: StepReport | undefined;
	/** How the gradient comes to a parameter, once that is asked for and known. */
	readonly tracedGradient?: TracedGradient | undefined;
	/** How far all parameters have moved; the same. */
	readonly moves?: ParameterMoves | undefined;
};

/** One step in slow motion: its five stages, one after the other. */
export function LiveSlow({ask, pinned, onHeld, ...view}: LiveViewProps) {
	const {snapshot: {lastStep, status}, past, state: {cursor, isFollowing, hasCode}, columns} = view;
	const {detail} = cursor;
	const isRunning = status === 'running' && past === undefined;
	const {report} = useHeldStep(ask, past ?? lastStep?.step ?? 0, isRunning, isFollowing ? pinned.current : undefined);
	const step = report?.step;
	const moment = {step: step ?? 0, isStill: !isRunning};
	const update = report && detail?.name === 'nodes' ? updateAt(report, detail.row) : undefined;
	const tracedGradient = useInspection(ask, 'traceGradient', [update?.place.index ?? 0, step], {...moment, isWanted: update !== undefined});
	const moves = useInspection(ask, 'measureMoves', [mostMoveRows, shareWidth(columns - (2 * margin), columns, hasCode).stage, step], {...moment, isWanted: report !== undefined && detail?.name === 'moves'});
	useStageClock(view.state.clock, {cursor, step: lastStep ? step : undefined, positionCount: report?.trace.positions.length ?? 0}, onHeld);
	return <Slow {...view} report={lastStep ? report : undefined} tracedGradient={tracedGradient} moves={moves}/>;
}

export function Slow({report, tracedGradient, moves, ...view}: SlowProps) {
	const {columns, rows, snapshot: {start}, state: {cursor, clock, hasCode}, theme, glyphs} = view;
	const width = columns - (2 * margin);
	const open = stageNames[Math.min(cursor.column, stageNames.length - 1)];
	const head = [rail(open, clock, width, view), ...(isRoomy({rows}) ? [''] : [])];
	const room = rows - frameRows - head.length;
	const stageOf = (stageView: StageView): StageLine[] => {
		const {detail} = cursor;
		const onTheWay = (texts: readonly string[]) => [theme.paint('label', fitOrLast(texts, width))];
		const {step} = stageView.report;
		if (detail?.name === 'moves') {
			return moves?.step === step ? movesStage(stageView, moves) : onTheWay(['The moves of the step are on their way.', 'On their way.']);
		}

		if (detail?.name === 'nodes') {
			const isThis = tracedGradient?.step === step && tracedGradient.place.index === updateAt(stageView.report, detail.row)?.place.index;
			return isThis ? nodesStage(stageView, tracedGradient, mostTraced) : onTheWay(['The graph of the step is on its way.', 'On its way.']);
		}

		return stages[open](stageView);
	};

	const widths = shareWidth(width, columns, hasCode);
	const linesOf = (known: Pick<StageView, 'report' | 'start'>): string[] => {
		const common = {
			...known, row: cursor.row, rows: room, theme, glyphs,
		};
		const stage = widths.stage === 0 ? undefined : squeeze(stageOf({...common, width: widths.stage}), room);
		const code = widths.code === 0 ? undefined : codePage(open, stage ? 0 : cursor.row, {...common, width: widths.code});
		return stage && code ? sideBySide(stage, code, widths.stage) : stage ?? code!;
	};

	const lines = report && start
		? [...head, ...linesOf({report, start})]
		: [theme.paint('label', noReportText(view, width))];
	return <Page {...view} lines={lines.map(line => line === '' ? '' : ' '.repeat(margin) + line)}/>;
}

function sideBySide(left: readonly string[], right: readonly string[], width: number): string[] {
	return Array.from({length: Math.max(left.length, right.length)}, (_, row) => {
		const [before, after] = [left[row] ?? '', right[row] ?? ''];
		return after === '' ? before : before + ' '.repeat(Math.max(0, width - cellsOf(before)) + codeGap) + after;
	});
}
