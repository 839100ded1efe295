import {type Autopsy} from '../../inspection/autopsy.js';
import {formatCount, formatLoss} from '../../report/format.js';
import {documentText} from '../unread.js';
import {type ViewProps} from '../view-props.js';

const leastDocumentWidth = 6;
/** For a line that spells things out. */
const roomForWords = 74;

/** The step, the losses before and after it, the document: what changes its length stands last. */
export function headline({step, lossBefore, lossAfter, documentCount, reading}: Autopsy, view: Pick<ViewProps, 'snapshot' | 'theme' | 'glyphs'>, width: number): string {
	const {snapshot: {start}, theme: {paint}, glyphs: {isAscii, separator}} = view;
	const hasWords = width >= roomForWords;
	const number = formatCount(step).padStart(formatCount(start?.training.steps ?? step).length);
	const arrow = isAscii ? '->' : '→';
	const loss = documentCount === 1 ? 'loss' : (hasWords ? `loss of ${documentCount} documents` : 'loss');
	const losses = `${formatLoss(lossBefore)} ${arrow} ${formatLoss(lossAfter)}`;
	const after = hasWords && documentCount === 1 ? ' after the update' : '';
	const which = documentCount === 1 ? (hasWords ? 'document ' : '') : (hasWords ? 'the first: ' : `1st of ${documentCount}: `);
	const used = `step ${number} ${separator} ${loss} ${losses}${after} ${separator} ${which}`.length;
	const room = width - used;
	const text = room >= leastDocumentWidth ? documentText(reading, start, room, view) : '';
	const gap = ` ${paint('label', separator)} `;
	return [
		`${paint('label', 'step')} ${paint('key', number)}`,
		`${paint('label', loss)} ${paint('key', losses)}${paint('label', after)}`,
		...(text === '' ? [] : [paint('label', which) + text]),
	].join(gap);
}
