import {type Glyphs} from './glyphs.js';

/**
A bar of some length, in eighths of a cell where there are characters for them.

@param share - From 0 to 1; more counts as 1.
@param width - The cells of a full bar.
@returns at most `width` cells, without anything for the rest.
*/
export function drawBar(share: number, width: number, {bar: {done, parts}}: Glyphs): string {
	const length = Math.max(0, Math.min(1, Number.isNaN(share) ? 0 : share)) * width;
	const whole = Math.floor(length);
	return done.repeat(whole) + parts[Math.floor((length - whole) * parts.length)];
}
