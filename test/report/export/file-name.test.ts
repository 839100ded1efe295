import {expect, it} from 'vitest';
import {fileNameOf} from '../../../source/report/export/file-name.js';

it('is what somebody calls the run, as file systems take it, or else its folder', () => {
	const name = '2026-01-01-120000-microgpt';
	expect(fileNameOf({name, title: undefined})).toBe('2026-01-01-120000-microgpt');
	expect(fileNameOf({name: `/runs/${name}`, title: undefined})).toBe(name);
	expect(fileNameOf({name, title: 'my run'})).toBe('my run');
	expect(fileNameOf({name, title: 'is it: "better"? a<b'})).toBe('is it- -better-- a-b');
});
