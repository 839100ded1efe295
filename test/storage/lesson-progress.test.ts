import {readdir, writeFile} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {keepLessonProgress, readLessonProgress, withCard} from '../../source/storage/lesson-progress.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
const none = {last: undefined, decks: {}};

describe('how far somebody has come in the lessons', () => {
	it('is kept from one start to the next, in a folder that is made for it', async () => {
		const file = temporary.pathOf('new/folder/lessons.json');
		expect(await readLessonProgress(file)).toEqual(none);
		const first = withCard(none, {deck: 'gpt', card: '01-a', isDone: true});
		const second = withCard(withCard(first, {deck: 'gpt', card: '01-a', isDone: true}), {deck: 'gpt', card: '02-b', isDone: false});
		const third = withCard(second, {deck: '/my course', card: '1', isDone: false});
		await keepLessonProgress(file, third);
		expect(await readLessonProgress(file)).toEqual({last: '/my course', decks: {gpt: {at: '02-b', done: ['01-a']}, '/my course': {at: '1', done: []}}});
		expect(await readdir(temporary.pathOf('new/folder'))).toEqual(['lessons.json']);
	});

	it.each(['', '{', 'null', '[]', '{"last": 1}', '{"decks": null}'])('is nothing in a file with %j', async content => {
		const file = temporary.pathOf('lessons.json');
		await writeFile(file, content);
		expect(await readLessonProgress(file)).toEqual(none);
	});

	it('is what can be read of a file that somebody has changed', async () => {
		const file = temporary.pathOf('lessons.json');
		await writeFile(file, '{"last": "gpt", "decks": {"gpt": {"at": 3, "done": ["a", 4]}, "x": null}}');
		expect(await readLessonProgress(file)).toEqual({last: 'gpt', decks: {gpt: {at: undefined, done: ['a']}, x: {at: undefined, done: []}}});
	});

	it('is not in the way where it cannot be written', async () => {
		const file = temporary.pathOf('file');
		await writeFile(file, '');
		await expect(keepLessonProgress(`${file}/lessons.json`, none)).resolves.toBeUndefined();
	});
});
