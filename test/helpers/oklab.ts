import {type Rgb} from '../../source/ui/color-space.js';

/** OKLab: how light, how far from green to red, and from blue to yellow. */
type Oklab = readonly [lightness: number, greenRed: number, blueYellow: number];

/*
The way back from the screen, by Björn Ottosson, “A perceptual color space for image processing” (2020).
*/

/** Where a colour of the screen is in OKLab. */
export function oklabOf(color: Rgb): Oklab {
	const [red, green, blue] = color.map(value => linearFrom(value / 255));
	const long = Math.cbrt((0.4122214708 * red) + (0.5363325363 * green) + (0.0514459929 * blue));
	const middle = Math.cbrt((0.2119034982 * red) + (0.6806995451 * green) + (0.1073969566 * blue));
	const short = Math.cbrt((0.0883024619 * red) + (0.2817188376 * green) + (0.6299787005 * blue));
	return [
		(0.2104542553 * long) + (0.793617785 * middle) - (0.0040720468 * short),
		(1.9779984951 * long) - (2.428592205 * middle) + (0.4505937099 * short),
		(0.0259040371 * long) + (0.7827717662 * middle) - (0.808675766 * short),
	];
}

function linearFrom(value: number): number {
	return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
