import {
	chmod,
	mkdir,
	readdir,
	readFile,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {keepPreferences, readPreferences} from '../../source/storage/preferences.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();

describe('preferences', () => {
	it('are kept from one start to the next, in a folder that is made for them', async () => {
		const file = temporary.pathOf('new/folder/preferences.json');
		expect(await readPreferences(file)).toEqual({isFine: undefined});
		await keepPreferences(file, {isFine: true});
		expect(await readPreferences(file)).toEqual({isFine: true});
		await keepPreferences(file, {isFine: false});
		expect(await readPreferences(file)).toEqual({isFine: false});
		expect(await readdir(temporary.pathOf('new/folder'))).toEqual(['preferences.json']);
	});

	it.each(['', '{', '[true]', 'null', '{"isFine": "yes"}'])('say nothing in a file with %j', async content => {
		const file = temporary.pathOf('preferences.json');
		await writeFile(file, content);
		expect(await readPreferences(file)).toEqual({isFine: undefined});
		await keepPreferences(file, {isFine: true});
		expect(await readPreferences(file)).toEqual({isFine: true});
	});

	it('leave what another version has kept', async () => {
		const file = temporary.pathOf('preferences.json');
		await writeFile(file, '{"sound": "off"}');
		await keepPreferences(file, {isFine: true});
		expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({sound: 'off', isFine: true});
	});

	it('are not in the way where they cannot be written', async () => {
		const file = temporary.pathOf('file');
		await writeFile(file, '');
		await expect(keepPreferences(join(file, 'preferences.json'), {isFine: true})).resolves.toBeUndefined();
		await mkdir(temporary.pathOf('closed'));
		await chmod(temporary.pathOf('closed'), 0o500);
		await expect(keepPreferences(temporary.pathOf('closed/preferences.json'), {isFine: true})).resolves.toBeUndefined();
	});
});
