import {stripVTControlCharacters} from 'node:util';
import {renderToString} from 'ink';
import {createElement, type FunctionComponent} from 'react';
import {expect} from 'vitest';
import {unicodeGlyphs} from '../../source/report/chart/glyphs.js';
import {cellsOf} from '../../source/text/cells-of.js';
import {createTheme} from '../../source/ui/theme.js';
import {type ViewProps} from '../../source/ui/view-props.js';
import {firstViewState} from '../../source/ui/view-state.js';

export type FrameOptions = Pick<ViewProps, 'columns' | 'rows' | 'snapshot'> & Partial<ViewProps>;

/** With nothing to compare it with, the run is nowhere to be seen but in its snapshot. */
export const aloneOnScreen: ViewProps['shown'] = {runs: [], focus: 0};

export const plainTheme = createTheme({hasColor: false});
export const colorTheme = createTheme({hasColor: true});

/** A view as the terminal would show it; ink-spinner is at its first frame. */
export function renderFrame(view: FunctionComponent<ViewProps>, options: FrameOptions): string {
	return renderToString(createElement(view, {
		state: firstViewState, shown: aloneOnScreen, theme: plainTheme, glyphs: unicodeGlyphs, hasKeys: true, ...options,
	}), {columns: options.columns});
}

/** Whether a frame fills its place and no more, and whether its colours leave the text alone. */
export function expectToFit(view: FunctionComponent<ViewProps>, options: FrameOptions): void {
	const frame = renderFrame(view, options);
	const lines = frame.split('\n');
	expect(lines).toHaveLength(options.rows);
	expect(lines.filter(line => cellsOf(line) > options.columns)).toEqual([]);
	const inColor = renderFrame(view, {...options, theme: colorTheme});
	// Ink drops blanks at the end of a line, but not those that have a colour.
	expect(stripVTControlCharacters(inColor).split('\n').map(line => line.trimEnd())).toEqual(lines);
}
