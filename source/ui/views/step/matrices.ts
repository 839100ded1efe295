import {type MatrixUpdate} from '../../../inspection/step-report.js';
import {matrixName} from '../../../report/matrix-names.js';
import {cutText} from '../../../text/cut-text.js';
import {formatShort} from '../../../text/short-number.js';
import {type Look} from '../../theme.js';
import {type Explained} from './explanations.js';
import {
	matricesPerRow,
	matrixNumbersWidth,
	matrixNumberWidth,
	panelGap,
} from './layout.js';

export type MatricesOptions = {
	/** The cells of a matrix. */
	readonly width: number;
	/** With the titles. */
	readonly rows: number;
	readonly explained: Explained;
};

/** What to call the numbers where there are rows left. */
const legend = ['', 'g norm: all gradients', 'update: norm of the', 'step over that of the', 'weights'];
/** What those outside the layers are for, where there are still more rows. */
const purposes = ['wte', 'wpe', 'lm_head'];

/** The matrices one below the other, beside something else. */
export function matricesBeside(matrices: readonly MatrixUpdate[], options: MatricesOptions, look: Look): string[] {
	const lines = matrixLines(matrices, options.rows - 1, options, look);
	const left = options.rows - 1 - lines.length;
	// With rotary positions, there is no wpe.
	const explained = purposes.filter(purpose => matrices.some(({key}) => key === purpose)).map(key => `${key}: ${matrixName(key)}`);
	const explaining = left > legend.length + explained.length ? ['', ...explained, ...legend] : legend;
	return [
		titles(options, look),
		...lines,
		...(left >= legend.length ? explaining : []).map(line => look.theme.paint('label', cutText(line, options.width, look.glyphs.isAscii))),
	];
}

/** The matrices in as many columns as fit. */
export function matricesBelow(matrices: readonly MatrixUpdate[], fullWidth: number, options: MatricesOptions, look: Look): string[] {
	if (options.rows === 0) {
		return [];
	}

	const count = matricesPerRow(fullWidth, options.width);
	const lines = matrixLines(matrices, (options.rows - 1) * count, options, look);
	const gap = ' '.repeat(panelGap);
	const columns = Array.from({length: Math.min(count, lines.length)}, () => titles(options, look)).join(gap);
	const height = Math.ceil(lines.length / count);
	return [columns, ...Array.from({length: height}, (_, row) => lines.filter((__, index) => index % height === row).join(gap))];
}

/** A line for each; where there are too many, the last one says how many are missing. */
function matrixLines(matrices: readonly MatrixUpdate[], most: number, options: MatricesOptions, look: Look): string[] {
	const shown = matrices.length <= most ? matrices : matrices.slice(0, Math.max(0, most - 1));
	const rest = matrices.length - shown.length;
	return [
		...shown.map(matrix => matrixLine(matrix, options, look)),
		...(rest > 0 && most > 0 ? [look.theme.paint('label', cutText(`${rest} more`, options.width, true))] : []),
	];
}

function matrixLine({key, gradientNorm, updateRatio}: MatrixUpdate, {width}: MatricesOptions, {theme: {paint}, glyphs}: Look): string {
	const nameWidth = width - matrixNumbersWidth;
	const numbers = [gradientNorm, updateRatio].map(number => formatShort(number, matrixNumberWidth).padStart(matrixNumberWidth + 1)).join('');
	return `${cutText(key.length <= nameWidth ? key : key.replace(/^layer0?/v, '').replace(/^\./v, ''), nameWidth, glyphs.isAscii)}${paint('value', numbers)}`;
}

function titles({width, explained}: MatricesOptions, {theme: {paint}}: Look): string {
	const names = [['gradientNorm', 'g norm'], ['updateRatio', 'update']] as const;
	// Blanks or brackets stand around it, so that a title keeps its place when it is chosen.
	const columns = names.map(([name, text]) => {
		const isExplained = name === explained;
		return paint(isExplained ? 'key' : 'label', (isExplained ? `[${text}]` : ` ${text} `).padStart(matrixNumberWidth + 1));
	});
	return paint('label', 'matrix'.padEnd(width - matrixNumbersWidth)) + columns.join('');
}
