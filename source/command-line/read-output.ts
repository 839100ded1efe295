import {ConfigError} from '../errors.js';
import {
	bytesPerMegabyte,
	defaultHistoryMegabytes,
	defaultKeepStates,
	defaultSaveEverySeconds,
} from '../run/run-defaults.js';
import {checkTitle} from '../storage/runs/run-title.js';
import type {OutputArguments, OutputFormat} from './arguments.js';
import {type Flags} from './given-flags.js';
import {readChoice, readNumber} from './read-values.js';

/**
How a training is to be shown, and saved.

@throws ConfigError for a value that is not allowed, or for two formats.
*/
export function readOutput(flags: Flags): OutputArguments {
	const {switches, values} = flags;
	const saveEverySeconds = readNumber('saveEvery', flags) ?? defaultSaveEverySeconds;
	const historyMegabytes = readNumber('history', flags) ?? defaultHistoryMegabytes;
	return {
		speed: readChoice('speed', flags),
		format: chooseFormat(flags),
		logEvery: readNumber('logEvery', flags),
		isAscii: switches.has('ascii'),
		hasColor: !switches.has('noColor'),
		background: readChoice('background', flags),
		hasMouse: !switches.has('noMouse'),
		isSlow: isSlowIn(flags),
		isSaved: !switches.has('noSave'),
		saveEveryMs: saveEverySeconds * 1000,
		keepStates: readNumber('keepStates', flags) ?? defaultKeepStates,
		historyBytes: historyMegabytes * bytesPerMegabyte,
		computing: {
			threads: readNumber('threads', flags),
			wideVectors: switches.has('wideVectors'),
			torch: {processes: readNumber('nproc', flags), device: readChoice('device', flags), microBatch: readNumber('microBatch', flags)},
		},
		runsFolder: values.runsDir,
	};
}

function isSlowIn({switches}: Flags): boolean {
	const format = (['plain', 'json'] as const).find(name => switches.has(name));
	if (switches.has('slow') && format !== undefined) {
		throw new ConfigError(`Expected --slow in the dashboard, got --${format}. Leave one of them out.`);
	}

	return switches.has('slow');
}

function chooseFormat({switches}: Flags): OutputFormat {
	if (switches.has('plain') && switches.has('json')) {
		throw new ConfigError('Expected --plain or --json, got both.');
	}

	if (switches.has('json')) {
		return 'json';
	}

	return switches.has('plain') ? 'plain' : 'dashboard';
}

/**
What a run is to be called; undefined if nobody says.

@throws ConfigError for what cannot be a name, or a name for a run that is not saved.
*/
export function readTitle({values: {name}, switches}: Flags): string | undefined {
	if (name !== undefined && switches.has('noSave')) {
		throw new ConfigError('Expected --name with a run that is saved, got --no-save. Leave one of them out.');
	}

	return name === undefined ? undefined : checkTitle(name);
}
