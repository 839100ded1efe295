import {Graphemes} from '../../text/graphemes.js';

/** Systems differ in their fonts; these widths of letters at size 1 are enough in nearly all of them. */
const letterWidth = 0.64;
const narrowLetterWidth = 0.36;
const wideLetterWidth = 0.98;
/** From here on there are signs of China and Japan, and pictures. */
const firstWideLetter = '\u{1100}';

/** Sizes of letters in the chart. */
export const headingSize = 19;
export const textSize = 12.5;

/**
The looks of the chart. Colours are written out, not as variables: programs that make pictures from SVG
know few parts of CSS, and fall back to the light look. Each grey and colour has a contrast of at least
4.5 with its ground where it is text, and of 3 where it is a line.
*/
export const chartStyle = `
.chart{font:${textSize}px system-ui,sans-serif;font-variant-numeric:tabular-nums}
.chart text{fill:#57606a}
.chart .heading{font-size:${headingSize}px;font-weight:600;fill:#1b1f24}
.chart .foreign{unicode-bidi:isolate}
.chart .ground{fill:#fff}
.chart .grid{stroke:#e7eaee;fill:none}
.chart .axis{stroke:#8c959f;fill:none}
.chart .range{fill:#2563eb;fill-opacity:.15}
.chart .raw{stroke:#2563eb;stroke-opacity:.5}
.chart .smooth{stroke:#1d4ed8;stroke-width:2.75}
.chart .validation{stroke:#b8500b;stroke-width:1.75;stroke-dasharray:7 4}
.chart .point{stroke:#b8500b;stroke-width:1.75;fill:#fff}
.chart .guide{stroke:#7b848e;stroke-dasharray:2 4}
.chart .leader{stroke:#7b848e;stroke-width:.75}
.chart .mark{fill:#7a3fb0}
.chart .curve{fill:none;stroke-linejoin:round;stroke-linecap:round}
@media screen and (prefers-color-scheme:dark){
.chart text{fill:#a3acb7}
.chart .heading{fill:#eceff3}
.chart .ground{fill:#14171b}
.chart .grid{stroke:#282d34}
.chart .axis{stroke:#6e7781}
.chart .range{fill:#60a5fa;fill-opacity:.2}
.chart .raw{stroke:#60a5fa;stroke-opacity:.55}
.chart .smooth{stroke:#7db8ff}
.chart .validation,.chart .point{stroke:#f0a050}
.chart .point{fill:#14171b}
.chart .guide,.chart .leader{stroke:#7f8894}
.chart .mark{fill:#c69cf0}
}
`;

/** About how wide a text is in pixels. */
export function widthOfText(text: string, size = textSize): number {
	const widths = Array.from(text, letter => {
		if (/[mw]/v.test(letter) || letter >= firstWideLetter) {
			return wideLetterWidth;
		}

		return /[\s,.fijlrt]/v.test(letter) ? narrowLetterWidth : letterWidth;
	});
	return size * widths.reduce((sum, width) => sum + width, 0);
}

const graphemes = new Graphemes();

/** As much of a text as there is room for in so many pixels, with a sign where it was cut off. */
export function cutToWidth(text: string, width: number, size: number): string {
	if (widthOfText(text, size) <= width) {
		return text;
	}

	let kept = '';
	let used = widthOfText('…', size);
	for (const {segment} of graphemes.segment(text)) {
		used += widthOfText(segment, size);
		if (used > width) {
			break;
		}

		kept += segment;
	}

	return `${kept}…`;
}
