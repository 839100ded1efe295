import {type ToldEvent} from '../../training/told-events.js';
import {type EventDefaults, eventTypes} from '../record/event-schema.js';
import {parseEvent} from '../record/read-events.js';
import {type FigureLine, type FigureReader} from './figure-reader.js';
import {type PlainLine, parsePlainLine} from './plain-lines.js';

/** What a line of a watched program says; `other` says nothing of a training, `malformed` meant to. */
export type LineContent =
	| 'nothing' | 'other' | 'malformed'
	| {readonly type: 'event'; readonly event: ToldEvent}
	| {readonly type: 'plain'; readonly line: Exclude<PlainLine, {readonly type: 'step'}>}
	/** Numbers that may be of a training. */
	| {readonly type: 'figures'; readonly line: FigureLine};

/** All that microgpt.py and the course print after a loss. */
const ownEnd = /^[^\|]*\|[^\|]*(?:\|\s*avg [^\|]*)?$/v;

/**
Reads a line: an event in JSON, what microgpt.py prints, or what any other program does.

@param defaults - What an event is taken to say where it says nothing.
@param reader - Knows the lines before.
*/
export function readLine(line: string, defaults: EventDefaults, reader: FigureReader): LineContent {
	const content = line.trim();
	if (content === '') {
		return 'nothing';
	}

	if (content.startsWith('{')) {
		const event = parseEvent(content, defaults);
		if (typeof event === 'object') {
			return {type: 'event', event};
		}

		const figures = reader.read(line);
		return figures?.form === 'record' && (event === 'unknown' || !isOwn(content)) ? {type: 'figures', line: figures} : (event === 'unknown' ? 'other' : 'malformed');
	}

	const plain = parsePlainLine(line);
	if (plain?.type === 'step' && ownEnd.test(content)) {
		const {step, steps, loss} = plain;
		return {
			type: 'figures', line: {
				step: {at: step, total: steps === 0 ? undefined : steps, kind: 'named'}, loss, isMarked: true, metrics: {}, form: 'text',
			},
		};
	}

	if (plain && plain.type !== 'step') {
		return {type: 'plain', line: plain};
	}

	const figures = reader.read(line);
	return figures ? {type: 'figures', line: figures} : 'other';
}

/** Whether it says that it is one of the events of this program, which it then should be. */
function isOwn(content: string): boolean {
	const type = /"type":\s*"(?<type>\w+)"/v.exec(content)?.groups?.type;
	return type !== undefined && eventTypes.has(type);
}
