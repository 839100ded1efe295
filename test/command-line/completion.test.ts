import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import process from 'node:process';
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	it,
} from 'vitest';
import {shells} from '../../source/command-line/arguments.js';
import {type CommandText} from '../../source/command-line/command.js';
import {commands} from '../../source/command-line/commands.js';
import {completionScript} from '../../source/command-line/completion.js';
import {spell} from '../../source/settings/setting-values.js';

describe('the completion in bash', () => {
	let folder: string;

	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'microgpt-tui-'));
		for (const run of ['2026-01-01-120000-chapter7', '2026-01-02-120000-microgpt']) {
			mkdirSync(join(folder, 'runs', run), {recursive: true});
		}

		// Stands for the program, which the script asks where the runs are.
		const program = join(folder, 'microgpt-tui');
		writeFileSync(program, `#!/bin/sh\necho ${join(folder, 'runs')}\n`);
		chmodSync(program, 0o755);
		writeFileSync(join(folder, 'words.txt'), '');
		writeFileSync(join(folder, 'two words $(touch pwned).txt'), '');
		mkdirSync(join(folder, 'runs', 'named $(touch pwned) by *'));
	});

	afterAll(() => {
		rmSync(folder, {recursive: true});
	});

	/** What it offers for the last word of a line. */
	function offers(...words: readonly string[]): string[] {
		const typed = ['microgpt-tui', ...words];
		const [previous, current] = typed.slice(-2);
		const script = `${completionScript('bash', commands)}
			COMP_WORDS=(${typed.map(word => `'${word}'`).join(' ')}) COMP_CWORD=${words.length}
			_microgpt_tui microgpt-tui '${current}' '${previous}'
			printf '%s\\n' "\${COMPREPLY[@]}"`;
		const env = {...process.env, PATH: `${folder}${delimiter}${process.env.PATH}`};
		return execFileSync('bash', ['-c', script], {cwd: folder, env, encoding: 'utf8'}).trim().split('\n');
	}

	it('offers the commands, and the flags of train', () => {
		expect(offers('')).toEqual(expect.arrayContaining([...Object.keys(commands), '--steps']));
		expect(offers('re')).toEqual(['resume', 'replay']);
		expect(offers('--le')).toEqual(['--learning-rate']);
	});

	it.each(Object.entries<CommandText>(commands))('offers the flags of %s alone', (name, {flags}) => {
		expect(offers(name, '--').toSorted()).toEqual([...flags, 'help'].map(flag => spell(flag)).toSorted());
	});

	it('offers what a flag may be', () => {
		expect(offers('--preset', 'c')).toEqual(['chapter7', 'chapter11']);
		expect(offers('export', '--format', 's')).toEqual(['svg', 'safetensors']);
		expect(offers('--data', 'wor')).toEqual(['words.txt']);
		expect(offers('--data', 'tiny')).toEqual(['tinyshakespeare']);
		expect(offers('--steps', '')).toEqual(['']);
	});

	it('neither runs nor splits what is in a name', () => {
		expect(offers('resume', 'na')).toEqual(['named $(touch pwned) by *']);
		expect(offers('watch', 'two')).toEqual(['two words $(touch pwned).txt']);
		expect(offers('--data', 'two')).toEqual(['two words $(touch pwned).txt']);
		expect(readdirSync(folder)).not.toContain('pwned');
	});

	it('offers the saved runs, and files to watch', () => {
		expect(offers('resume', '2026-01-02')).toEqual(['2026-01-02-120000-microgpt']);
		expect(offers('watch', 'wor')).toEqual(['words.txt']);
		expect(offers('data', 'wor')).toEqual(['words.txt']);
		expect(offers('runs', 'p')).toEqual(['path']);
	});
});

it.each(shells)('names each command and each flag in the completion for %s', shell => {
	const script = completionScript(shell, commands);
	for (const [name, {flags}] of Object.entries<CommandText>(commands)) {
		expect(script).toMatch(new RegExp(String.raw`\b${name}\b`, 'v'));
		for (const flag of flags) {
			expect(script).toContain(shell === 'fish' ? `-l ${spell(flag).slice(2)}` : spell(flag));
		}
	}
});
