import {styleText} from 'node:util';
import {type ChartRole, type ChartSpan} from '../report/canvas.js';

/** What a text on the screen is; colour and weight follow from it. */
export type Role = ChartRole | 'title' | 'label' | 'value' | 'key' | 'running' | 'paused' | 'finished' | 'failed' | 'warning' | 'coach';

type Style = Parameters<typeof styleText>[0];

/**
The sixteen basic colours only, none of which vanishes on a light or on a dark background, and
`dim` for what may stand back. No colour carries a meaning alone: glyphs and words say it too.
*/
const styles: Readonly<Record<Role, Style | undefined>> = {
	blank: undefined,
	axis: 'dim',
	previous: 'dim',
	guide: 'magenta',
	mark: ['bold', 'yellow'],
	raw: 'dim',
	smoothed: ['bold', 'cyan'],
	validation: ['bold', 'green'],
	title: 'bold',
	label: 'dim',
	value: undefined,
	key: 'bold',
	running: 'green',
	paused: 'magenta',
	finished: 'cyan',
	failed: ['bold', 'red'],
	warning: ['bold', 'red'],
	coach: 'cyan',
};

export type Theme = {
	readonly paint: (role: Role, text: string) => string;
	readonly paintRow: (spans: readonly ChartSpan[]) => string;
};

export function createTheme({hasColor}: {hasColor: boolean}): Theme {
	const paint = (role: Role, text: string) => {
		const style = styles[role];
		// Whether the stream shows colour has been decided already, by the caller.
		return hasColor && style !== undefined && text !== '' ? styleText(style, text, {validateStream: false}) : text;
	};

	return {
		paint,
		paintRow: spans => spans.map(({role, text}) => paint(role, text)).join(''),
	};
}
