import {type TaughtWord} from '../../../inspection/teaching.js';
import {type ViewProps} from '../../view-props.js';

/** What is drawn of a word that has been measured. */
export type TeachLook = ViewProps & {
	readonly taught: TaughtWord;
	/** More steps are on their way. */
	readonly isBusy: boolean;
	/** The room for a line in cells. */
	readonly width: number;
};
