import {ConfigError} from '../errors.js';
import {spell} from '../settings/setting-values.js';
import {type CommandName} from './arguments.js';
import {commands, findCommand} from './commands.js';
import {type Flags} from './given-flags.js';
import {refuseOnResume} from './refuse-on-resume.js';
import {unknownCommand} from './unknown.js';

/**
The command of this name.

@throws ConfigError if there is none.
*/
export function commandNamed(name: string, argv: readonly string[]): CommandName {
	const command = findCommand(name);
	if (command !== undefined) {
		return command;
	}

	if (name.startsWith('-') && argv.includes('--')) {
		throw new ConfigError(`Expected a command after --, got ${name}: what follows -- is not read as flags. Leave out the --. (After npm start, one is needed: npm start -- ${name}.)`);
	}

	throw unknownCommand(name, Object.keys(commands));
}

/**
Refuses fewer or more words than the command takes.

@throws ConfigError which says what it takes.
*/
export function checkOperands(command: CommandName, operands: readonly string[]) {
	const {operands: allowed, operandsName} = commands[command];
	const [fewest, most] = allowed;
	if (operands.length < fewest) {
		throw new ConfigError(`Expected ${operandsName} after ${command}, got ${operands.length === 0 ? 'nothing' : `only ${operands.join(' ')}`}.`);
	}

	if (operands.length <= most) {
		return;
	}

	const advice = command === 'train' ? ` To train on a text: --data ${operands[0]}.` : '';
	throw new ConfigError(`Expected ${operandsName} after ${command}, got ${most === 0 ? operands[0] : operands.join(' ')}.${advice}`);
}

/** More flags than these are not listed in an error: help explains them. */
const mostListed = 8;

/**
Refuses a flag that the command does not have.

@throws ConfigError which says with which commands it goes, and where those of this one are listed.
*/
export function checkFlags(command: CommandName, {values, switches}: Flags) {
	const known: readonly string[] = commands[command].flags;
	const given = [...Object.keys(values), ...switches];
	const flag = given.find(name => !known.includes(name));
	if (flag === undefined) {
		return;
	}

	const others = Object.entries<{readonly flags: readonly string[]}>(commands).filter(([, {flags}]) => flags.includes(flag)).map(([name]) => name);
	if (command === 'train') {
		throw new ConfigError(`Expected flags that go with train, got ${spell(flag)}, which goes with ${others.join(', ')}.`);
	}

	if (command === 'resume') {
		refuseOnResume(flag);
	}

	if (known.length === 0) {
		throw new ConfigError(`Expected ${command} without flags, got ${spell(flag)}. Leave it out, or leave out ${command} to train.`);
	}

	const expected = `Expected flags that go with ${command}, got ${spell(flag)}`;
	throw new ConfigError(known.length > mostListed
		? `${expected}, which goes with ${others.join(', ')}. See microgpt-tui help ${command}.`
		: `${expected}. Known: ${known.map(name => spell(name)).join(', ')}.`);
}
