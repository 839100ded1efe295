import fileSystem from 'node:fs';
import {mkdir, writeFile} from 'node:fs/promises';
import {Writable} from 'node:stream';
import {render, Text} from 'ink';
import {createElement} from 'react';
import {
	afterEach,
	expect,
	it,
	vi,
} from 'vitest';
import {useSavedCurves} from '../../source/ui/hooks/use-saved-curves.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
const {open} = fileSystem;

afterEach(() => {
	fileSystem.open = open;
});

it('reads a curve as soon as a file may be opened again', async () => {
	const folder = temporary.pathOf('run');
	await mkdir(folder);
	await writeFile(`${folder}/events.jsonl`, `${JSON.stringify({
		type: 'step', step: 1, loss: 2, learningRate: 0.1, tokenCount: 1, elapsedMs: 1,
	})}\n`);
	let refusals = 0;
	const refuse = (...values: unknown[]) => {
		refusals++;
		(values.at(-1) as (error: Error) => void)(Object.assign(new Error('EMFILE: too many open files'), {code: 'EMFILE'}));
	};

	fileSystem.open = refuse as unknown as typeof open;
	let frame = '';
	const stdout = Object.assign(new Writable({
		write(chunk: Uint8Array, _, done) {
			frame = chunk.toString();
			done();
		},
	}), {columns: 80, rows: 40}) as unknown as NodeJS.WriteStream;
	const runs = [{folder}];
	// Whoever looks at them is drawn no more than once meanwhile.
	function Legend() {
		const curve = useSavedCurves(runs).get(folder);
		return createElement(Text, undefined, curve ? `${curve.length} points` : 'reading...');
	}

	const instance = render(createElement(Legend), {stdout, debug: true, patchConsole: false});
	try {
		await vi.waitFor(() => {
			expect(refusals).toBe(1);
		});
		expect(frame).toContain('reading...');
		fileSystem.open = open;
		await vi.waitFor(() => {
			expect(frame).toContain('1 points');
		}, 5000);
	} finally {
		instance.unmount();
	}
});
