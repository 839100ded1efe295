import {mostChroma, type Rgb, rgbOf} from './color-space.js';

/** What the terminal writes on. */
export type Background = 'dark' | 'light';

/** A colour, and what stands for it where there are 256: its number among those that all such terminals have alike. */
export type CellColor = {readonly rgb: Rgb; readonly index: number};

/** Colours that stand for numbers: near the background for 0, and farther from it in even steps for what is larger. */
export type Palette = {
	/** @param share - From -1 to 1; blue below 0, orange above. */
	readonly diverging: (share: number) => CellColor;
	/** @param share - From 0 to 1. */
	readonly sequential: (share: number) => CellColor;
	/** Black or white, whichever can be read on a colour. */
	readonly inkOn: (color: CellColor) => CellColor;
	/** What the colours are made for. */
	readonly background: Background;
};

/** Of 0. */
type Side = 'below' | 'above';

/** From 0 to the farthest: more could not be told apart. */
const levelCount = 24;
/** Hues in degrees that every eye tells apart: who confuses red and green does not confuse blue and yellow. */
const hues = {below: 250, above: 65} as const;
/** How light 0 is, and the farthest from it. */
const lightness = {dark: [0.27, 0.84], light: [0.96, 0.48]} as const;
/** Of the chroma that a screen can show. */
const chromaShare = 0.9;
const largestChroma = 0.17;
/** The same among 256 colours, which have no dark ones that are nearly grey: found by eye and by lightness. */
const indexes = {
	dark: {below: [235, 17, 24, 67, 68, 110, 153], above: [235, 52, 94, 136, 173, 215, 222]},
	light: {below: [255, 189, 153, 110, 68, 31, 25], above: [255, 223, 180, 173, 136, 130, 94]},
} as const;
/** How bright a colour is (the luma of television, to 255) from which black is read better than white: a little above the middle. */
const lightFrom = 140;
const black: CellColor = {rgb: [0, 0, 0], index: 16};
const white: CellColor = {rgb: [255, 255, 255], index: 231};

export function createPalette(background: Background): Palette {
	const known = new Map<string, CellColor>();
	const colorAt = (share: number, side: Side): CellColor => {
		const level = Math.round(bounded(share) * levelCount);
		const key = `${side} ${level}`;
		const color = known.get(key) ?? makeColor(level / levelCount, side, background);
		known.set(key, color);
		return color;
	};

	return {
		diverging: share => colorAt(Math.abs(share), share < 0 ? 'below' : 'above'),
		sequential: share => colorAt(share, 'below'),
		inkOn({rgb}) {
			const [red, green, blueness] = rgb;
			return (0.299 * red) + (0.587 * green) + (0.114 * blueness) > lightFrom ? black : white;
		},
		background,
	};
}

function makeColor(share: number, side: Side, background: Background): CellColor {
	const hue = hues[side];
	const [zero, farthest] = lightness[background];
	const light = zero + ((farthest - zero) * share);
	const ramp = indexes[background][side];
	return {
		rgb: rgbOf({lightness: light, chroma: share * Math.min(largestChroma, chromaShare * mostChroma(light, hue)), hue}),
		index: ramp[Math.round(share * (ramp.length - 1))],
	};
}

function bounded(share: number): number {
	return Number.isNaN(share) ? 0 : Math.max(0, Math.min(1, share));
}
