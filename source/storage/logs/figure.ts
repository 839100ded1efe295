/** A number as a program prints it, with what stands around it. */
export type Figure = {
	/** As printed, without its signs: `train loss`, `val/loss`; empty for a number that has no name. */
	readonly name: string;
	/** NaN for what is spelt out, such as nan or inf. */
	readonly value: number;
	/** What stands behind it: `ms`, `%`, `tok/s`. */
	readonly unit?: string | undefined;
	/** Of `5/300`, 300. */
	readonly total?: number | undefined;
	/** Whether it is printed without a decimal point. */
	readonly isWhole: boolean;
	/** Whether a sign such as `:` or `=` stands between name and number, or the two are of a record or a table. */
	readonly isMarked: boolean;
	/** The part of the data that the words before it speak of. */
	readonly split?: Split | undefined;
	/** Whether it stands alone at the beginning of its line, before a sign: `120|loss 2.5`. */
	readonly isColumn?: boolean;
	/** Whether it is of a table, where what is not known has its place too. */
	readonly isCell?: boolean;
};

/** What a loss is measured on. */
export type Split = 'train' | 'validation';
