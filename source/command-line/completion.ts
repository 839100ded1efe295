import {corpora} from '../data/corpora.js';
import {spell} from '../settings/setting-values.js';
import {type CommandName, type Shell, shells} from './arguments.js';
import type {Commands, CommandText, FlagName} from './command.js';
import {isValueFlag, type ValueFlag, valueFlags} from './flags.js';
import {flagHelp} from './help-text.js';

/** Prints the names of the saved runs: they are folders of one folder. */
const listRuns = 'command ls -1 -- "$(microgpt-tui runs path 2>/dev/null)" 2>/dev/null';

/** A script for the shell with which it completes commands, flags, their values and the names of runs. */
export function completionScript(shell: Shell, commands: Commands): string {
	switch (shell) {
		case 'bash': {
			return bashScript(commands).join('\n');
		}

		case 'zsh': {
			return zshScript(commands).join('\n');
		}

		case 'fish': {
			return fishScript(commands).join('\n');
		}
	}
}

/** Names of runs and files go in line by line: what is in them is neither split nor run as a command. */
function bashScript(commands: Commands): string[] {
	const names = namesIn(commands);
	return [
		'# To have it in each shell: microgpt-tui completion bash >> ~/.bashrc',
		'_microgpt_tui() {',
		'\tlocal current=$2 previous=$3 command=train words= files= runs= line',
		`\tcase \${COMP_WORDS[1]} in ${names.join('|')}) ((COMP_CWORD > 1)) && command=\${COMP_WORDS[1]};; esac`,
		'\tcase $previous in',
		...valueCases().map(({flag, words, isPath}) => `\t\t${flag}) words='${words.join(' ')}'${isPath ? ' files=yes' : ''};;`),
		'\t\t*)',
		'\t\t\tcase $command in',
		...names.map(name => `\t\t\t\t${name}) words='${wordsAfter(name, commands).join(' ')}';;`),
		'\t\t\tesac',
		`\t\t\tcase $command in ${commandsWithRuns(commands).join('|')}) runs=yes;; esac`,
		`\t\t\tcase $command in ${commandsWithFiles(commands).join('|')}) files=yes;; esac`,
		`\t\t\t((COMP_CWORD == 1)) && words="$words ${names.join(' ')}";;`,
		'\tesac',
		'\tCOMPREPLY=()',
		'\twhile IFS= read -r line; do',
		'\t\t[[ $line == "$current"* ]] && COMPREPLY+=("$line")',
		'\tdone < <(',
		'\t\tcompgen -W "$words" -- "$current"',
		'\t\t[[ -n $files ]] && compgen -f -- "$current"',
		`\t\t[[ -n $runs ]] && ${listRuns}`,
		'\t)',
		'}',
		'complete -o filenames -F _microgpt_tui microgpt-tui',
	];
}

function zshScript(commands: Commands): string[] {
	const names = namesIn(commands);
	return [
		'#compdef microgpt-tui',
		'# To have it in each shell: microgpt-tui completion zsh > a file named _microgpt-tui in a folder of $fpath',
		'_microgpt_tui() {',
		'\tlocal command=train',
		`\tcase $words[2] in ${names.join('|')}) ((CURRENT > 2)) && command=$words[2];; esac`,
		'\tcase $words[CURRENT-1] in',
		...valueCases().map(({flag, words, isPath}) => `\t\t${flag}) ${words.length > 0 ? `compadd -- ${words.join(' ')}; ` : ''}${isPath ? '_files; ' : ''}return;;`),
		'\tesac',
		`\t((CURRENT == 2)) && compadd -- ${names.join(' ')}`,
		'\tcase $command in',
		...names.map(name => `\t\t${name}) compadd -- ${wordsAfter(name, commands).join(' ')};;`),
		'\tesac',
		`\tcase $command in ${commandsWithRuns(commands).join('|')}) compadd -- \${(f)"$(${listRuns})"};; esac`,
		`\tcase $command in ${commandsWithFiles(commands).join('|')}) _files;; esac`,
		'}',
		'compdef _microgpt_tui microgpt-tui',
	];
}

function fishScript(commands: Commands): string[] {
	const names = namesIn(commands);
	const beforeCommand = 'not __fish_seen_subcommand_from ' + names.join(' ');
	return [
		'# To have it in each shell: microgpt-tui completion fish > ~/.config/fish/completions/microgpt-tui.fish',
		'complete -c microgpt-tui -f',
		...names.flatMap(name => {
			const condition = name === 'train' ? `${beforeCommand}; or __fish_seen_subcommand_from train` : `__fish_seen_subcommand_from ${name}`;
			const command: CommandText = commands[name];
			return [
				`complete -c microgpt-tui -n '${beforeCommand}' -a ${name} -d ${quote(command.summary)}`,
				...command.flags.map(flag => `complete -c microgpt-tui -n '${condition}' -l ${spell(flag).slice(2)}${fishValue(flag)} -d ${quote(flagHelp(command, flag))}`),
			];
		}),
		`complete -c microgpt-tui -n '__fish_seen_subcommand_from ${commandsWithRuns(commands).join(' ')}' -a '(${listRuns.replace('$(', '(').replace('"(', '(').replace(')"', ')')})'`,
		`complete -c microgpt-tui -n '__fish_seen_subcommand_from ${commandsWithFiles(commands).join(' ')}' -F`,
		`complete -c microgpt-tui -n '__fish_seen_subcommand_from completion' -a '${shells.join(' ')}'`,
		`complete -c microgpt-tui -n '__fish_seen_subcommand_from help' -a '${names.join(' ')}'`,
	];
}

function fishValue(flag: FlagName): string {
	if (!isValueFlag(flag)) {
		return '';
	}

	const {words, isPath} = valueOf(flag);
	return `${isPath ? ' -rF' : ' -x'}${words.length > 0 ? ` -a '${words.join(' ')}'` : ''}`;
}

/** For each flag with a value, what it may be; other values, a number say, are not completed. */
function valueCases(): Array<{flag: string; words: readonly string[]; isPath: boolean}> {
	return Object.keys(valueFlags).filter(name => isValueFlag(name)).map(name => ({flag: spell(name), ...valueOf(name)}));
}

function valueOf(name: keyof typeof valueFlags): {words: readonly string[]; isPath: boolean} {
	const {choices = [], isPath = false}: ValueFlag = valueFlags[name];
	return {words: name === 'data' ? corpora.map(corpus => corpus.name) : choices.map(String), isPath};
}

function wordsAfter(name: CommandName, commands: Commands): string[] {
	const words: Partial<Record<CommandName, readonly string[]>> = {completion: shells, help: namesIn(commands), runs: ['rm', 'tidy', 'path']};
	return [...(words[name] ?? []), ...[...commands[name].flags, 'help'].map(flag => spell(flag))];
}

function namesIn(commands: Commands): CommandName[] {
	return Object.keys(commands) as CommandName[];
}

function commandsWithRuns(commands: Commands): CommandName[] {
	return namesIn(commands).filter(name => commands[name].takesRun);
}

function commandsWithFiles(commands: Commands): CommandName[] {
	return namesIn(commands).filter(name => commands[name].takesFile);
}

function quote(text: string): string {
	return `'${text.replaceAll('\'', String.raw`\'`)}'`;
}
