/**
Writes the JSON Schema of the events.

	node docs/make-schema.ts
*/
import {writeFileSync} from 'node:fs';
import {registerHooks} from 'node:module';
import {toJsonSchema} from '@valibot/to-json-schema';

/** The text of `events.schema.json`, which describes one line. */
export async function eventsJsonSchema(): Promise<string> {
	const {eventSchema} = await import('../source/storage/record/event-schema.ts');
	const {$schema, ...schema} = toJsonSchema(eventSchema, {
		target: 'draft-2020-12',
		typeMode: 'input',
		// All numbers in JSON are finite.
		ignoreActions: ['finite'],
		overrideAction: ({valibotAction, jsonSchema}) => valibotAction.type === 'safe_integer' ? {...jsonSchema, type: 'integer'} : undefined,
	});
	return `${JSON.stringify({
		$schema, title: 'An event of microgpt-tui', description: 'One line of its --json and of what it watches; see events.md.', ...schema,
	}, undefined, '\t')}\n`;
}

if (import.meta.main) {
	// Node strips the types off a file, but looks for the imports in it by the names that they will have when built.
	registerHooks({
		resolve: (specifier, context, next) => next(context.parentURL?.includes('/source/') && specifier.startsWith('.') ? specifier.replace(/\.js$/v, '.ts') : specifier, context),
	});
	writeFileSync(new URL('events.schema.json', import.meta.url), await eventsJsonSchema());
}
