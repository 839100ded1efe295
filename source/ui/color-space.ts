/** Red, green and blue of a screen (sRGB), each a whole number from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** A colour by how the eye takes it, in OKLCH: equal distances look equal. */
export type Oklch = {
	/** From 0 to 1. */
	readonly lightness: number;
	/** From 0, a grey, to about 0.3. */
	readonly chroma: number;
	/** In degrees. */
	readonly hue: number;
};

/*
The conversion is that of Björn Ottosson, “A perceptual color space for image processing” (2020).
*/

/** The colour on a screen; what it cannot show is cut off. */
export function rgbOf(color: Oklch): Rgb {
	const [red, green, blue] = linearOf(color).map(value => Math.round(255 * gammaOf(value)));
	return [red, green, blue];
}

/** The largest chroma that a screen can show at a lightness and a hue, to a thousandth. */
export function mostChroma(lightness: number, hue: number): number {
	let chroma = 0;
	while (chroma < 0.4 && linearOf({lightness, chroma: chroma + 0.001, hue}).every(value => value >= 0 && value <= 1)) {
		chroma += 0.001;
	}

	return chroma;
}

/** Red, green and blue in proportion to the light, from 0 to 1 where a screen can show it. */
function linearOf({lightness, chroma, hue}: Oklch): readonly [number, number, number] {
	const angle = hue * Math.PI / 180;
	const [greenRed, blueYellow] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
	const long = (lightness + (0.3963377774 * greenRed) + (0.2158037573 * blueYellow)) ** 3;
	const middle = (lightness - (0.1055613458 * greenRed) - (0.0638541728 * blueYellow)) ** 3;
	const short = (lightness - (0.0894841775 * greenRed) - (1.291485548 * blueYellow)) ** 3;
	return [
		(4.0767416621 * long) - (3.3077115913 * middle) + (0.2309699292 * short),
		(-1.2684380046 * long) + (2.6097574011 * middle) - (0.3413193965 * short),
		(-0.0041960863 * long) - (0.7034186147 * middle) + (1.707614701 * short),
	];
}

/** What a screen is sent for a share of the light, from 0 to 1. */
function gammaOf(light: number): number {
	const linear = Math.max(0, Math.min(1, light));
	return linear <= 0.0031308 ? 12.92 * linear : (1.055 * (linear ** (1 / 2.4))) - 0.055;
}
