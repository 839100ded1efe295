import {Buffer} from 'node:buffer';
import {chmod} from 'node:fs/promises';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import type * as torchProcess from '../../../source/model/torch/torch-process.js';
import {kinds} from '../../../source/model/torch/questions.js';
import {builtUrl, importErrors} from '../../helpers/built-modules.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const {TorchProcess} = await import(builtUrl('model/torch/torch-process.js')) as typeof torchProcess;
const {EngineError} = await importErrors();
const folder = useTemporaryFolder();
const job = {
	model: {
		architecture: 'bigram', vocabSize: 3, nEmbd: 2, blockSize: 2,
	}, precision: 'f64', device: 'cpu', processes: 1, threads: 1, hasChosenThreads: false, microBatch: 0, patience: 1,
} as const;

/** A program in the place of Python, which is given the lines of a script in Node. */
async function programOf(name: string, script: string): Promise<string> {
	const path = await folder.write(name, `#!${process.execPath}\n${script}\n`);
	await chmod(path, 0o755);
	return path;
}

/** Says that it is there, then answers each question with its details the other way round, but for the kind 1, at which it ends. */
const mirror = String.raw`
const say = content => process.stdout.write(Buffer.concat([Buffer.from(Uint32Array.of(content.length).buffer), content]));
process.stdout.write('A module says hello.\nmicrogpt-tui answers:');
say(Buffer.from(JSON.stringify({version: '9.9', threads: 2})));
let input = Buffer.alloc(0);
process.stdin.on('data', chunk => {
	input = Buffer.concat([input, chunk]);
	while (input.length >= 8 && input.length >= 8 + input.readUInt32LE(4)) {
		const [kind, length] = [input.readUInt32LE(0), input.readUInt32LE(4)];
		if (kind === 1) {
			console.error('Traceback\nRuntimeError: out of numbers');
			process.exit(3);
		}

		if (kind !== 2) {
			say(Buffer.from(input.subarray(8, 8 + length).toReversed()));
		}

		input = input.subarray(8 + length);
	}
});`;

describe.runIf(process.platform !== 'win32')('the processes of PyTorch', () => {
	it('answer each question, however long, in its turn', async () => {
		const torch = await TorchProcess.start(await programOf('mirror', mirror), job, 1e6);
		expect(torch.facts).toEqual({version: '9.9', threads: 2});
		for (const length of [0, 1, 5, 100_000, 1_000_000]) {
			const details = Uint8Array.from({length}, (_, index) => index % 251);
			torch.tell(kinds.update, details);
			const {buffer, byteLength} = torch.ask(kinds.gradients, details.subarray(0, length / 2), details.subarray(length / 2));
			expect(Buffer.compare(new Uint8Array(buffer, 0, byteLength), details.toReversed())).toBe(0);
		}

		torch.close();
	});

	it('are known to have ended, and why', async () => {
		const torch = await TorchProcess.start(await programOf('ending', mirror), job, 100);
		const message = 'Expected PyTorch to go on computing, got a process that ended with exit code 3, which said “RuntimeError: out of numbers”.';
		for (const _ of [1, 2]) {
			expect(() => torch.ask(kinds.loss)).toThrow(new EngineError(message));
		}

		torch.close();
	});

	it.each([
		['there is no such program', () => folder.pathOf('nothing'), /^Expected .*nothing to start for --engine torch, got “no such file or directory”\. Use --engine tensor, or mend it\.$/v],
		['they say what they lack', async () => programOf('lacking', 'console.error("error: Expected a GPU, got none."); console.error("more"); process.exit(1);'), /^Expected a GPU, got none\.$/v],
		['they end at once', async () => programOf('silent', ''), /^Expected PyTorch to start in .*silent, got a process that ended with exit code 0\. Mend it, set MICROGPT_PYTHON to another Python, or use --engine tensor\.$/v],
		['PyTorch cannot be loaded', async () => programOf('broken', 'console.error("Traceback"); console.error("ImportError: libcudart.so.12: no such file"); process.exit(1);'), /^Expected PyTorch to start in .*broken, got a process that ended with exit code 1, which said “ImportError: libcudart\.so\.12: no such file”\. Mend it, /v],
	])('do not start where %s', async (_, python, message) => {
		await expect(TorchProcess.start(await python(), job, 100)).rejects.toThrow(message);
	});
});
