import {type ToldEvent} from '../training/told-events.js';
import {type EventDefaults} from './event-schema.js';
import {type PlainLine, parsePlainLine} from './plain-lines.js';
import {parseEvent} from './read-events.js';

/** What a line of a watched program says; `other` says nothing of a training, `malformed` meant to. */
export type LineContent = 'nothing' | 'other' | 'malformed' | {readonly type: 'event'; readonly event: ToldEvent} | {readonly type: 'plain'; readonly line: PlainLine};

/** Lines that are understood, as one would write them. */
export const examples = ['step 12 / 1000 | loss 3.1', '{"type": "step", "step": 12, "loss": 3.1}'] as const;

/**
Reads a line: an event in JSON, or what microgpt.py prints.

@param defaults - What an event is taken to say where it says nothing.
*/
export function readLine(line: string, defaults: EventDefaults): LineContent {
	const content = line.trim();
	if (content === '') {
		return 'nothing';
	}

	if (!content.startsWith('{')) {
		const plain = parsePlainLine(line);
		return plain ? {type: 'plain', line: plain} : 'other';
	}

	const event = parseEvent(content, defaults);
	if (event === 'malformed') {
		return 'malformed';
	}

	return event === 'unknown' ? 'other' : {type: 'event', event};
}
