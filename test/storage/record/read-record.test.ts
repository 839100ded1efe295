import {dirname} from 'node:path';
import {expect, it} from 'vitest';
import {readRecord} from '../../../source/storage/record/read-record.js';
import {everyEvent} from '../../helpers/every-event.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const folder = useTemporaryFolder();

async function recordOf(content: string) {
	return readRecord(dirname(await folder.write('events.jsonl', content)));
}

it('reads each kind of event', async () => {
	expect(await recordOf(everyEvent.map(event => `${JSON.stringify(event)}\n`).join(''))).toEqual(everyEvent);
});

it('passes over what is damaged, unknown, too long or cut off', async () => {
	const lines = everyEvent.map(event => JSON.stringify(event));
	const damage = ['', '{"type": "step", "st', '{"type": "later"}', 'a'.repeat(1_100_000), '\u{0}\u{0}'];
	const content = lines.flatMap((line, index) => [damage[index % damage.length], line]).join('\n');
	expect(await recordOf(`${content}\n{"type": "step", "step": 11`)).toEqual(everyEvent);
});

it('says that there is none', async () => {
	await expect(readRecord(folder.pathOf('nothing'))).rejects.toThrow('ENOENT');
});
