import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import {eventsJsonSchema} from '../../docs/make-schema.js';
import {eventTypes} from '../../source/storage/record/event-schema.js';

const read = (name: string) => readFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), 'utf8');

it('has the JSON Schema as it is (node docs/make-schema.ts makes it)', async () => {
	expect(read('events.schema.json')).toBe(await eventsJsonSchema());
});

it('tells of each type', () => {
	const text = read('events.md');
	expect([...eventTypes].filter(type => !text.includes(`\n| \`${String(type)}\` |`))).toEqual([]);
});
