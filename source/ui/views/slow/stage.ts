import {type ParameterUpdate, type StepReport} from '../../../inspection/step-report.js';
import {type ToldStart} from '../../../training/told-events.js';
import {type Look} from '../../theme.js';
import {fit} from '../../fitting.js';

/** The five things of a training step, in their order. */
export const stageNames = ['document', 'forward', 'backward', 'update', 'zero'] as const;

export type StageName = (typeof stageNames)[number];

/** What a stage is drawn from. */
export type StageView = Look & {
	readonly report: StepReport;
	readonly start: ToldStart;
	/** How far the arrows have moved down: among its letters, or its parameters. */
	readonly row: number;
	/** The room, in cells. */
	readonly width: number;
	readonly rows: number;
};

/** A line of a stage; what is said of it gives way first where there is no room, after the blanks. */
export type StageLine = string | {readonly said: string};

/** Below that, what there is to see needs the room. */
const roomyRows = 12;

export function isRoomy({rows}: Pick<StageView, 'rows'>): boolean {
	return rows >= roomyRows;
}

/** Which of the lines that scroll are shown, from the first of them on, with as many beside them as there is to say. */
export function scrolled(view: StageView, {place, count, others}: {readonly place: number; readonly count: number; readonly others: readonly [least: number, all: number]}): {readonly first: number; readonly room: number} {
	const [least, all] = others;
	const room = Math.max(1, view.rows - (isRoomy(view) ? all : least));
	return {first: Math.max(0, Math.min(place, count - room)), room};
}

/** An explanation, in the longest of its wordings that fits. */
export function say(wordings: readonly string[], {width, theme: {paint}}: Pick<StageView, 'width' | 'theme'>): StageLine {
	const text = fit(wordings, width);
	return {said: text === '' ? '' : paint('coach', text)};
}

/** As many lines as there is room for. */
export function squeeze(lines: readonly StageLine[], rows: number): string[] {
	let kept = lines;
	if (kept.length > rows) {
		kept = kept.filter(line => line !== '');
	}

	while (kept.length > rows) {
		const last = kept.findLastIndex(line => typeof line === 'object');
		if (last === -1) {
			break;
		}

		kept = kept.toSpliced(last, 1);
	}

	return kept.map(line => typeof line === 'object' ? line.said : line);
}

/** The parameters that the fourth stage shows, in its order. */
export function updatesOf({pinned, strongest}: StepReport): ParameterUpdate[] {
	return pinned ? [pinned, ...strongest.filter(({place}) => place.index !== pinned.place.index)] : [...strongest];
}

/** That of a row of the cursor, or the last one. */
export function updateAt(report: StepReport, row: number): ParameterUpdate | undefined {
	const updates = updatesOf(report);
	return updates.at(Math.min(row, updates.length - 1));
}
