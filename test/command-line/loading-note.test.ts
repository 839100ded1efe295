import process from 'node:process';
import {afterEach, expect, it} from 'vitest';
import {withLoadingNote} from '../../source/command-line/loading-note.js';
import {type LoadProgress} from '../../source/data/load-progress.js';
import {usePrintedNotes} from '../helpers/printed-notes.js';

const reading: LoadProgress = {
	activity: 'reading', path: '/texts/large.txt', done: 0, total: 40_000_000,
};
const {isTTY} = process.stderr;
const notes = usePrintedNotes();

afterEach(() => {
	process.stderr.isTTY = isTTY;
});

it('says in a terminal in one line how far it has come, and takes the line away in the end', async () => {
	process.stderr.isTTY = true;
	expect(await withLoadingNote(async onProgress => {
		onProgress({...reading, done: 2_599_999});
		onProgress({activity: 'encoding', done: 39_999_999, total: 40_000_000});
		return 'all';
	})).toBe('all');
	const [before, first, second, blank, after] = notes.text().split('\r', 6);
	expect([before, first.trimEnd(), second.trimEnd(), blank.trim(), after]).toEqual(['', 'microgpt-tui: Reading large.txt, 40.0 MB: 6%', 'microgpt-tui: Encoding the text as tokens: 99%', '', '']);
	expect(new Set([first, second, blank].map(({length}) => length)).size).toBe(1);
});

it('takes the line away before an error is told, and says nothing where nothing takes long', async () => {
	process.stderr.isTTY = true;
	await expect(withLoadingNote(async onProgress => {
		onProgress(reading);
		throw new Error('no text');
	})).rejects.toThrow('no text');
	expect(notes.text()).toMatch(/\r *\r$/v);
	notes.forget();
	await withLoadingNote(async () => undefined);
	expect(notes.text()).toBe('');
});

it('says elsewhere once of each file that it is read', async () => {
	process.stderr.isTTY = false;
	await withLoadingNote(async onProgress => {
		onProgress(reading);
		onProgress({...reading, done: 20_000_000});
		onProgress({...reading, path: '/texts/other.txt'});
		onProgress({activity: 'scanning', done: 0, total: 80_000_000});
	});
	expect(notes.text()).toBe('microgpt-tui: Reading large.txt, 40.0 MB...\nmicrogpt-tui: Reading other.txt, 40.0 MB...\n');
});
