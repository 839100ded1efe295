import {type Glyphs} from './glyphs.js';
import {type StepScale} from './step-scale.js';
import {type ValueScale} from './value-scale.js';

/** Where the curves of a chart are, and how they are placed there. */
export type PlotPlace = {
	/** The column of the canvas in which it begins; it begins in the first row. */
	readonly left: number;
	/** In cells. */
	readonly width: number;
	readonly height: number;
	readonly scale: StepScale;
	readonly axis: ValueScale;
	readonly glyphs: Glyphs;
};

/** A part of a curve: where it begins, and how deep it is in each column from there on, from 0 at the top to 1 at the bottom. */
export type Stretch = {readonly first: number; readonly depths: readonly number[]};
