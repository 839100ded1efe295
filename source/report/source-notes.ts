import {type SourceState} from '../session/source-state.js';
import {examples} from '../storage/logs/examples.js';
import {formatCount} from '../text/format.js';
import {visibleText} from '../text/visible-text.js';

/** What there is to say of a source besides its run, in whole sentences. */
export type SourceNotes = {
	/** It is not there. */
	readonly missing?: string;
	/** There should have been a step by now. */
	readonly unread?: string;
	readonly counting?: string;
};

export function sourceNotes({name, isMissing, lines, unread, countsFromZero}: SourceState): SourceNotes {
	const source = visibleText(name);
	return {
		...(isMissing && {missing: `Waiting for ${source} to appear.`}),
		...(unread !== undefined && {unread: `No step yet in ${formatCount(lines)} ${lines === 1 ? 'line' : 'lines'} of ${source}. The last that was not understood is “${unread}”. A step is a line such as “${examples[0]}” or ${examples[1]}.`}),
		...(countsFromZero && {counting: `The steps of ${source} count from 0; here the first is step 1.`}),
	};
}
