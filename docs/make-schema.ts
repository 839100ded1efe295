/**
Writes the JSON Schema of the events.

	node docs/make-schema.ts
*/
import {writeFileSync} from 'node:fs';
import {toJsonSchema} from '@valibot/to-json-schema';
import {loadSource} from './load-source.ts';

/** The text of `events.schema.json`, which describes one line. */
export async function eventsJsonSchema(): Promise<string> {
	const {eventSchema} = await import('../source/storage/record/event-schema.ts');
	const {$schema, ...schema} = toJsonSchema(eventSchema, {
		target: 'draft-2020-12',
		typeMode: 'input',
		// All numbers in JSON are finite.
		ignoreActions: ['finite', 'check'],
		overrideAction: ({valibotAction, jsonSchema}) => valibotAction.type === 'safe_integer' ? {...jsonSchema, type: 'integer'} : undefined,
	});
	return `${JSON.stringify({
		$schema, title: 'An event of microgpt-tui', description: 'One line of its --json and of what it watches; see events.md.', ...schema,
	}, undefined, '\t')}\n`;
}

if (import.meta.main) {
	loadSource();
	writeFileSync(new URL('events.schema.json', import.meta.url), await eventsJsonSchema());
}
