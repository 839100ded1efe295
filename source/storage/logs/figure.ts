import {type StepTime} from '../../training/told-events.js';

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

/** A place in a run as a program counts. */
export type Place = {
	readonly at: number;
	/** How many there will be; undefined if it does not say. */
	readonly total?: number | undefined;
};

/** What a line says of a training. */
export type Figures = {
	readonly step?: Place & {
		/** Whether it counts over all epochs, has a name, or stands alone, as in a progress bar. */
		readonly kind: 'global' | 'named' | 'bare';
	};
	readonly epoch?: Place & {
		/** Whether it is a whole number: 0.5 epochs are no place to count by. */
		readonly isWhole: boolean;
	};
	/** NaN if it is no finite number. */
	readonly loss?: number;
	/** Whether its name says that it is on the training data, as one does that is told beside a validation loss. */
	readonly isTrainLoss?: boolean;
	/** Whether it may be one loss of several. */
	readonly isOtherLoss?: boolean;
	readonly validationLoss?: number;
	readonly learningRate?: number;
	readonly gradientNorm?: number;
	readonly tokensPerSecond?: number;
	readonly stepTime?: StepTime;
	/** Whether a sign stands between each of the other numbers and its name. */
	readonly isMarked: boolean;
	/** All other numbers by their names. */
	readonly metrics: Readonly<Record<string, number>>;
};
