import {type ToldSample} from '../../../training/told-events.js';
import {type TracedSample} from './letters.js';

/** Which sample is looked at. */
export type SampleFocus = {
	/** The row of the cursor at which it was chosen. */
	readonly row: number;
	/** Undefined for whichever is the newest. */
	readonly sample: ToldSample | undefined;
};

export const newestInFocus: SampleFocus = {row: 0, sample: undefined};

/**
Moves the focus as far as the cursor has moved. At the top it follows the newest sample; anywhere
else it stays with the sample that it is on, however many come after that.

@param samples - The newest first.
*/
export function moveFocus(focus: SampleFocus, row: number, samples: readonly ToldSample[]): SampleFocus {
	if (row === focus.row) {
		return focus;
	}

	const index = Math.max(0, Math.min(samples.length - 1, indexOfFocus(focus, samples) + row - focus.row));
	// As many steps up as down lead back to the newest, whatever has come meanwhile.
	return {row, sample: row === 0 || index === 0 ? undefined : samples[index]};
}

/** The place of the focus in a list with the newest first; one that is forgotten gives way to the newest. */
export function indexOfFocus({sample}: SampleFocus, samples: readonly ToldSample[]): number {
	return sample === undefined ? 0 : Math.max(0, samples.indexOf(sample));
}

/** The samples that show, the newest first, the one in focus among them, and what is known of that one. */
export type ShownSamples = {readonly samples: readonly ToldSample[]; readonly index: number; readonly read: TracedSample | undefined};

/**
Lets list and letters show the same sample. Samples may come faster than they are read: who follows the newest
sees the newest that has been read, and newer ones when that is done.

@param samples - The newest first.
@param read - The last one that has been read.
*/
export function shownTogether(samples: readonly ToldSample[], focus: SampleFocus, read: TracedSample | undefined): ShownSamples {
	const newestRead = focus.sample === undefined && read ? samples.indexOf(read.sample) : -1;
	const shown = samples.slice(Math.max(0, newestRead));
	const index = indexOfFocus(focus, shown);
	const sample = shown.at(index);
	return {samples: shown, index, read: sample && {sample, trace: read?.sample === sample ? read.trace : undefined}};
}
