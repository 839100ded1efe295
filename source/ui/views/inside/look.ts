/** The cells of a page. */
export type Room = {readonly width: number; readonly rows: number};

/** What a page shows. */
export type Drawn = {
	readonly lines: readonly string[];
	/** How far up and down can move it. */
	readonly most: number;
};
