import {useState} from 'react';
import {cellsOf} from '../../../text/cells-of.js';
import {mostStrongest, type ParameterPlace, type StepReport} from '../../../inspection/step-report.js';
import {type GradientCheck} from '../../../inspection/gradient-check.js';
import {parameterLayouts} from '../../../model/parameters.js';
import {isWholeModel, isWholeTraining} from '../../../training/told-events.js';
import {Page, frameRows} from '../../components/page.js';
import {useCursor} from '../../hooks/use-cursor.js';
import {useGradientCheck} from '../../hooks/use-gradient-check.js';
import {useHeldStep} from '../../hooks/use-held-step.js';
import {type Action} from '../../key-binding.js';
import {noReportText} from '../../pending-text.js';
import {indentPicture, type Picture, stack} from '../../spots.js';
import {type LiveViewProps, type ViewProps} from '../../view-props.js';
import {LiveFollowed} from './followed.js';
import {adamTable} from './adam-table.js';
import {
	adamColumnNames,
	adamColumnsOf,
	explain,
	type Explained,
} from './explanations.js';
import {
	headline,
	type Hold,
	rateLine,
	roomForRate,
} from './headline.js';
import {
	layOutStep,
	matricesPerRow,
	panelGap,
	type StepLayout,
} from './layout.js';
import {letterTable, meanLine, widestLetter} from './letters.js';
import {matricesBelow, matricesBeside} from './matrices.js';
import {adamSpots, letterSpot, matricesSpot} from './step-spots.js';
import {verificationLines} from './verification.js';

const margin = 1;

export type StepProps = ViewProps & Hold & {
	/** Undefined before the first step, and until there is an answer. */
	readonly report: StepReport | undefined;
	/** The gradient that was verified last. */
	readonly check: GradientCheck | undefined;
	/** The position of the document that stands first. */
	readonly firstPosition: number;
	/** The column that is explained, in the order of `explainedColumns`. */
	readonly column: number;
};

/** The last step in detail: what surprised the model, the resulting gradients, and what Adam, or another optimiser, made of them. */
export function Step(view: StepProps) {
	return <Page {...view} {...drawStep(view)} idle={idleKeys(view)}/>;
}

/** Keys with nothing to do; it does not depend on the length of the document, so that the key bar stays the same. */
function idleKeys({report, check, ...view}: StepProps): Action[] {
	const {layout} = placesOf(view, check !== undefined);
	const {blockSize = 0} = view.snapshot.start?.model ?? {};
	return report ? (blockSize > layout.letterRows ? [] : ['up', 'down']) : ['up', 'down', 'left', 'right', 'verify'];
}

/** What stands between header and key bar. */
export function drawStep({report, check, firstPosition, column, isHeld, every, ...view}: StepProps): Picture {
	const {snapshot: {start}, theme} = view;
	const {model = {}, training = {}} = start ?? {};
	const {width, layout, letterWidth} = placesOf(view, check !== undefined);
	if (!report || !isWholeModel(model) || !isWholeTraining(training)) {
		return indentPicture({lines: [theme.paint('label', noReportText(view, width))]}, margin);
	}

	const hold = {isHeld, every};
	const columns = explainedColumns(layout);
	const explained = columns[column] ?? 'gradient';
	const options = {
		width: layout.lettersWidth, rows: layout.letterRows, first: firstPosition, letterWidth, blindSurprise: Math.log(model.vocabSize),
	};
	const isRateBelow = width < roomForRate && view.snapshot.learningRateScale !== 1;
	const letters = [...letterTable(report.trace, options, view), isRateBelow ? rateLine(report, view, hold) : meanLine(report, options, {...view, start})];
	const adam = layout.adamRows === 0
		? []
		: [
			...adamTable(report.strongest, {
				rows: layout.adamRows, tables: layout.adamTables, columns: layout.adamColumns, nameWidth: layout.nameWidth, explained, training,
			}, view),
			...(layout.hasAllExplanations ? columns : [explained])
				.map(name => theme.paint(name === explained ? 'coach' : 'label', explain(name, report, {training, width, glyphs: view.glyphs}))),
		];
	const matrices = {width: layout.matricesWidth, explained};
	const explaining = {columns, explained};
	const onLetters = letterSpot(report.trace, {first: firstPosition, rows: layout.letterRows, width: layout.lettersWidth}, view.glyphs);
	const beside = {
		column: layout.lettersWidth + panelGap, panelWidth: layout.matricesWidth, panels: 1, lines: letters.length - 1,
	};
	const panels = matricesPerRow(width, layout.matricesWidth);
	const below = {
		column: 0, panelWidth: layout.matricesWidth, panels, lines: Math.min(layout.matrixRows - 1, Math.ceil(report.matrices.length / panels)),
	};
	const picture = stack([
		{lines: [headline(report, view, width, hold), ...(layout.spacers > 1 ? [''] : [])]},
		layout.isWide
			? {lines: sideBySide(letters, matricesBeside(report.matrices, {...matrices, rows: letters.length}, view), layout.lettersWidth), spots: [onLetters, matricesSpot(report.matrices, beside, explaining)]}
			: {lines: letters, spots: [onLetters]},
		{lines: matricesBelow(report.matrices, width, {...matrices, rows: layout.matrixRows}, view), spots: layout.matrixRows > 0 ? [matricesSpot(report.matrices, below, explaining)] : []},
		{lines: layout.spacers > 0 ? [''] : []},
		{lines: adam, spots: adamSpots(report.strongest, layout, {...explaining, training}, view.glyphs)},
		{lines: layout.spacers > 2 ? [''] : []},
		{lines: layout.verificationRows > 0 ? verificationLines(check, view, width) : []},
	]);
	return indentPicture(picture, margin);
}

/** The view of a running session. */
export function LiveStep({ask, ...view}: LiveViewProps) {
	const {snapshot: {lastStep, status}, state: {cursor, verifications}, past} = view;
	const {report: answer, ...hold} = useHeldStep(ask, past ?? lastStep?.step ?? 0, status === 'running' && past === undefined);
	// Before the first step, an answer belongs to the previous run. Later it may be about a step that is not shown yet.
	const report = lastStep ? answer : undefined;
	const listed = report?.strongest.slice(0, rowsToVerify(view)) ?? [];
	const check = useGradientCheck(ask, verifications, listed.at((verifications - 1) % listed.length)?.place.index, report?.step);
	const [places, setPlaces] = useState<readonly ParameterPlace[]>([]);
	// They stay what they were when somebody chose: other steps have other gradients.
	if (view.state.isFollowing && places.length === 0 && listed.length > 0) {
		setPlaces(listed.map(({place}) => place));
	} else if (!view.state.isFollowing && places.length > 0) {
		setPlaces([]);
	}

	const {layout} = placesOf(view, check !== undefined);
	const firstPosition = useCursor(cursor.row, Math.max(0, (report?.trace.positions.length ?? 0) - layout.letterRows));
	const column = useCursor(cursor.column, explainedColumns(layout).length - 1);
	return view.state.isFollowing && report && places.length > 0
		? <LiveFollowed {...view} ask={ask} places={places} step={report.step}/>
		: <Step {...view} {...hold} report={report} check={check} firstPosition={firstPosition} column={column}/>;
}

/** Among the visible ones; where there is no room to show any, among all. */
function rowsToVerify(view: ViewProps): number {
	const {layout: {adamRows, adamTables}} = placesOf(view, true);
	return adamRows > 0 ? adamRows * adamTables : Infinity;
}

/** The visible columns that can be explained: Adam's, then those of the matrices. */
function explainedColumns({adamColumns, isWide, matrixRows}: StepLayout): Explained[] {
	return [...adamColumns, ...(isWide || matrixRows > 0 ? ['gradientNorm', 'updateRatio'] as const : [])];
}

function placesOf({snapshot: {start}, columns, rows, glyphs}: ViewProps, isVerified: boolean) {
	const width = columns - (2 * margin);
	const shapes = start && isWholeModel(start.model) ? parameterLayouts(start.model) : [];
	const letterWidth = widestLetter(start?.dataset.characters ?? '', glyphs);
	const layout = layOutStep({width, rows: rows - frameRows}, {
		blockSize: start?.model.blockSize ?? 0,
		letterWidth,
		matrixCount: shapes.length,
		adamColumns: start && isWholeTraining(start.training) ? adamColumnsOf(start.training) : adamColumnNames,
		matrixNameWidth: Math.max(0, ...shapes.map(({key}) => key.length)),
		parameterCount: Math.min(mostStrongest, shapes.reduce((sum, {rows: height, columns: length}) => sum + (height * length), 0)),
		isVerified,
	});
	return {width, layout, letterWidth};
}

function sideBySide(left: readonly string[], right: readonly string[], width: number): string[] {
	return left.map((line, index) => right[index] === undefined ? line : line + ' '.repeat(Math.max(0, width + panelGap - cellsOf(line))) + right[index]);
}
