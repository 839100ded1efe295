import {type Nudged} from '../../../inspection/nudge.js';
import {type ViewProps} from '../../view-props.js';

/** What is drawn of a nudge. */
export type NudgeLook = ViewProps & {
	readonly nudged: Nudged;
	readonly step: number;
	/** The room for a line in cells. */
	readonly width: number;
};
