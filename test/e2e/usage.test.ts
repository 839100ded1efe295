import {
	mkdir,
	mkdtemp,
	open,
	readdir,
	rm,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	it,
} from 'vitest';
import {helpText} from '../../source/command-line/commands.js';
import {presetsText} from '../../source/command-line/presets-text.js';
import manifest from '../../package.json' with {type: 'json'};
import {
	linesOf,
	type Outcome,
	runProgram,
	runShell,
} from '../helpers/run-program.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

function expectOneLine({stdout, stderr}: Outcome, message: RegExp) {
	expect(stdout).toBe('');
	expect(linesOf(stderr)).toEqual([expect.stringMatching(message)]);
	expect(stderr).toMatch(/^microgpt-tui: Expected .*[.?]\n$/v);
}

describe('the questions', () => {
	it.each(['--help', '-h'])('%s is answered on stdout alone', async flag => {
		expect(await runProgram(flag)).toEqual({
			exitCode: 0, stdout: `\n${helpText()}\n\n`, stderr: '',
		});
	});

	it('help about a command is answered on stdout alone', async () => {
		expect(await runProgram('help', 'sample')).toEqual({
			exitCode: 0, stdout: `${helpText('sample')}\n`, stderr: '',
		});
	});

	it('presets is answered on stdout alone', async () => {
		expect(await runProgram('presets')).toEqual({
			exitCode: 0, stdout: `${presetsText()}\n`, stderr: '',
		});
	});

	it.each(['--version', '-v'])('%s is answered on stdout alone', async flag => {
		expect(await runProgram(flag)).toEqual({
			exitCode: 0, stdout: `${manifest.version}\n`, stderr: '',
		});
	});
});

describe('what Node has compiled', () => {
	const temporary = useTemporaryFolder();

	it.each(['--help', '--plain --steps 1 --no-save'])('is kept among the temporary files: %s', async programArguments => {
		const folder = temporary.pathOf(`of ${programArguments}`);
		await mkdir(folder);
		const {exitCode} = await runShell(`TMPDIR='${folder}' $MICROGPT ${programArguments}`);
		expect(exitCode).toBe(0);
		expect(await readdir(folder)).toEqual(['node-compile-cache']);
	});
});

describe('a mistake on the command line', () => {
	it.each([
		[['--steps', 'ten'], /got ten\.$/v],
		[['--step', '10'], /Did you mean --steps\?$/v],
		[['trian'], /Did you mean train\?$/v],
		[['presets', '--plain'], /got --plain\. Leave it out.*\.$/v],
		[['--warmup', '9', '--steps', '9'], /got --warmup 9 and --steps 9\. Try --warmup 0\.$/v],
		[['--json', '--plain'], /got both\.$/v],
		[['--slow'], /Expected a terminal for --slow, got none\. Leave it out\.$/v],
		[['--seed'], /Write --seed N\.$/v],
		[['--\u{1B}[31mred'], /got --␛\[31.*red\. See --help\.$/v],
		[['--engine', 'scalar', '--n-embd', '4096', '--block-size', '4096'], / the heap of Node, where the scalar engine lives, .*: graph .*Lower --block-size or --n-embd/v],
	])('is told in one line, with exit code 2: %j', async (programArguments, message) => {
		const outcome = await runProgram(...programArguments);
		expectOneLine(outcome, message);
		expect(outcome.exitCode).toBe(2);
	});
});

describe('data that cannot be used', () => {
	let folder: string;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'microgpt-tui-'));
		await mkdir(join(folder, 'folder'));
		await Promise.all(Object.entries({
			'empty.txt': '',
			'blank.txt': '\n \r\n\t\n',
			'monotone.txt': 'aaa\naa\n',
			'binary.txt': 'some text\u{0}and more',
			'latin1.txt': Uint8Array.from([0x5A, 0x6F, 0xEB, 0x0A]),
			'strange \u{1B}[31m\n.txt': '',
			'single.txt': 'ab\n',
		}).map(async ([name, content]) => writeFile(join(folder, name), content)));
		const large = await open(join(folder, 'large.txt'), 'w');
		await large.truncate(65 * 1024 * 1024);
		await large.close();
	});

	afterAll(async () => {
		await rm(folder, {recursive: true});
	});

	it.each([
		['missing.txt', /which does not exist\.$/v],
		['empty.txt/inside', /which does not exist\.$/v],
		['missing \u{1B}[31m\n.txt', /missing ␛\[31m␊\.txt, which does not exist\.$/v],
		['folder', /to hold text files, got an empty folder\. Give files, or a folder with files in it\.$/v],
		['empty.txt', /to hold text, got an empty file\.$/v],
		['strange \u{1B}[31m\n.txt', /strange ␛\[31m␊\.txt to hold text, got an empty file\.$/v],
		['blank.txt', /to hold text, got only blank lines\.$/v],
		['monotone.txt', /at least 2 distinct characters, got only "a"\. Give a text with more to learn\.$/v],
		['binary.txt', /got binary data \(a NUL at byte 9\)\. Give a plain text file in UTF-8\.$/v],
		['latin1.txt', /to be UTF-8, got an invalid byte 0xeb at byte 2\. Convert it first \(iconv -f latin1 -t utf-8 \S+latin1\.txt > text\.txt\)\.$/v],
		['large.txt', /at most 64 MB, got 65 MB\. Add --yes to read it all the same\.$/v],
	])('is told in one line, with exit code 1: %j', async (name, message) => {
		const outcome = await runProgram('--data', join(folder, name));
		expectOneLine(outcome, message);
		expect(outcome.exitCode).toBe(1);
	});

	it('is too little for a validation split', async () => {
		const outcome = await runProgram('--data', join(folder, 'single.txt'), '--val-split', '0.5');
		expectOneLine(outcome, /Expected enough documents for a validation split of 0\.5, got 1\./v);
		expect(outcome.exitCode).toBe(1);
	});

	it('is not a single word, for that is little but enough', async () => {
		const {exitCode, stdout} = await runProgram('--data', join(folder, 'single.txt'), '--steps', '3', '--preset', 'chapter7');
		expect(linesOf(stdout).slice(0, 2)).toEqual(['num docs: 1', 'vocab size: 3']);
		expect(exitCode).toBe(0);
	});
});
