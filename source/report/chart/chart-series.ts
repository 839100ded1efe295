import {type ComparedRole} from './canvas.js';

/** A value of a series at its place on the x axis. */
export type SeriesPoint = {readonly x: number; readonly value: number};

/** A curve of a chart. */
export type ChartSeries = {
	readonly role: 'previous' | 'older' | 'smoothed' | 'validation' | ComparedRole;
	readonly points: readonly SeriesPoint[];
};

/** A level line with its name at the right edge. */
export type ChartGuide = {
	readonly label: string;
	readonly value: number;
	/** Whether the y axis always reaches to it; else it shows when it comes into range. */
	readonly isAlwaysShown: boolean;
};

/** A step at which something was changed, or at which something happened. */
export type ChartMark = {readonly step: number; readonly role: 'mark' | 'news'; /** By which it is referred to elsewhere. */ readonly number?: number};
