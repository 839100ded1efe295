import {engineNames, precisions} from '../model/engine.js';
import {presets} from '../settings/presets.js';
import {runOrders} from '../report/sort-runs.js';
import {speeds} from '../session/pacer.js';
import {schedules} from '../training/training-config.js';

/** A number that a flag takes. */
export type NumberRange = {
	readonly isWhole: boolean;
	readonly minimum: number;
	readonly maximum: number;
	/** The minimum itself is not allowed. */
	readonly isAboveMinimum: boolean;
	/** The maximum itself is not allowed. */
	readonly isBelowMaximum: boolean;
	/** 0 is allowed too. */
	readonly hasZero?: boolean;
};

export type ValueFlag = {
	/** What stands for the value in the help text. */
	readonly value: string;
	readonly help: string;
	readonly range?: NumberRange;
	/** All that it can be. */
	readonly choices?: ReadonlyArray<number | string>;
	/** What a shell offers to complete it with. */
	readonly isPath?: boolean;
};

export type SwitchFlag = {readonly help: string};

const whole = (minimum: number, maximum: number): NumberRange => ({
	isWhole: true, minimum, maximum, isAboveMinimum: false, isBelowMaximum: false,
});

const real = (minimum: number, maximum: number, ends: Partial<Pick<NumberRange, 'isAboveMinimum' | 'isBelowMaximum'>> = {}): NumberRange => ({
	isWhole: false, minimum, maximum, isAboveMinimum: false, isBelowMaximum: false, ...ends,
});

/** A division by less makes infinities of logits. */
const temperatures = real(0.001, 100);

/** For samples of a trained model; at 0, always the likeliest character. */
export const temperaturesFromZero: NumberRange = {...temperatures, hasZero: true};

const documentModes = ['lines', 'stream'] as const;
const exportFormats = ['html', 'svg', 'csv', 'json', 'safetensors'] as const;

/** Flags that take a value, by their names in code; help and parsing come from this one table. */
export const valueFlags = {
	preset: {value: 'NAME', help: 'what to train: chapter7 (default), microgpt, chapter11', choices: presets.map(({name}) => name)},
	data: {value: 'FILE', help: 'text files or folders, - for stdin, or a dataset by name', isPath: true},
	documents: {value: 'KIND', help: 'lines (default), or stream: one text cut into windows', choices: documentModes},
	valSplit: {value: 'X', help: 'share of documents held out for validation (0)', range: real(0, 0.9)},
	evalEvery: {value: 'N', help: 'steps between validations (a tenth of the run)', range: whole(1, 1e9)},
	evalDocuments: {value: 'N', help: 'documents of each part to validate on (1000); 0: all', range: whole(0, 1e9)},
	initFrom: {value: 'FILE', help: 'begin with the weights in a safetensors file', isPath: true},
	seed: {value: 'N', help: 'seed of the random draws (42)', range: whole(-2_147_483_648, 2_147_483_647)},
	nLayer: {value: 'N', help: 'layers of a GPT (1)', range: whole(1, 1000)},
	nHead: {value: 'N', help: 'attention heads of a GPT (4)', range: whole(1, 65_536)},
	nEmbd: {value: 'N', help: 'width of the embeddings (16)', range: whole(1, 65_536)},
	blockSize: {value: 'N', help: 'context: positions that the model sees (8; microgpt: 16)', range: whole(1, 65_536)},
	steps: {value: 'N', help: 'number of updates (1000; chapter11: 10000)', range: whole(1, 1e9)},
	batchSize: {value: 'N', help: 'documents that a step learns from (1)', range: whole(1, 65_536)},
	learningRate: {value: 'X', help: 'the highest learning rate (0.01)', range: real(0, 1000, {isAboveMinimum: true})},
	schedule: {value: 'S', help: 'its fall: linear to 0 (default), cosine to 0, or constant', choices: schedules},
	warmup: {value: 'N', help: 'steps in which it rises first (0)', range: whole(0, 1e9)},
	beta1: {value: 'X', help: 'Adam: how much of the mean gradient is kept (0.85)', range: real(0, 1, {isBelowMaximum: true})},
	beta2: {value: 'X', help: 'Adam: how much of the mean squared gradient is kept (0.99)', range: real(0, 1, {isBelowMaximum: true})},
	weightDecay: {value: 'X', help: 'decoupled weight decay, as in AdamW (0)', range: real(0, 10)},
	gradClip: {value: 'X', help: 'the largest norm of the gradient; 0 is no limit (0)', range: real(0, 1e6)},
	engine: {value: 'NAME', help: 'tensor (default), scalar: the one to read', choices: engineNames},
	precision: {value: 'P', help: 'f64 (default), f32: faster, only with the tensor engine', choices: precisions},
	samples: {value: 'N', help: 'documents to make up at the end (20; chapter7: 0)', range: whole(0, 10_000)},
	temperature: {
		value: 'X',
		help: 'of the samples: below 1 likelier, above 1 wilder (0.5)',
		range: temperatures,
	},
	speed: {value: 'S', help: 'steps a second in the dashboard: 1, 10, 100, 1000 or max', choices: speeds},
	logEvery: {value: 'N', help: 'steps between two of the plain lines (100)', range: whole(1, 1e9)},
	saveEvery: {value: 'N', help: 'seconds between two saves of the run (30)', range: real(0.01, 86_400)},
	count: {value: 'N', help: 'how many documents (20; of a stream: 1)', range: whole(1, 100_000)},
	length: {value: 'N', help: 'how long they get (a context; of a stream: 500)', range: whole(1, 1e9)},
	prefix: {value: 'TEXT', help: 'how the documents begin'},
	topK: {value: 'N', help: 'draw from the N likeliest characters only', range: whole(1, 1e9)},
	topP: {value: 'X', help: 'of these, from those with X of the probability', range: real(0, 1, {isAboveMinimum: true})},
	format: {value: 'F', help: 'html (or as FILE ends), svg, csv, json, safetensors', choices: exportFormats},
	output: {value: 'FILE', help: 'where to; - is standard output (named after the run)', isPath: true},
	name: {value: 'NAME', help: 'name of the run, in lists and wherever a run is named'},
	sort: {value: 'COLUMN', help: 'what the list is sorted by: begun (default), size, mean, ...', choices: runOrders},
	runsDir: {value: 'DIR', help: 'where the runs are saved (also: MICROGPT_RUNS_DIR)', isPath: true},
} as const satisfies Record<string, ValueFlag>;

/** Flags that are on or off. */
export const switchFlags = {
	plain: {help: 'print the lines of the reference program, no dashboard'},
	json: {help: 'print every event as a line of JSON, no dashboard'},
	best: {help: 'with the weights of the best validation loss'},
	noSave: {help: 'do not save the run'},
	ascii: {help: 'draw with plain ASCII characters'},
	noColor: {help: 'no colours (also: NO_COLOR=1)'},
	yes: {help: 'read a data file of more than 64 MB'},
	version: {help: 'print the version'},
	help: {help: 'print this help'},
} as const satisfies Record<string, SwitchFlag>;

export type ValueFlagName = keyof typeof valueFlags;
export type SwitchFlagName = keyof typeof switchFlags;

export function isValueFlag(name: string): name is ValueFlagName {
	return Object.hasOwn(valueFlags, name);
}

export function isSwitchFlag(name: string): name is SwitchFlagName {
	return Object.hasOwn(switchFlags, name);
}

/** `learningRate` as one types it: `--learning-rate`. */
export function spell(flag: string): string {
	return `--${flag.replaceAll(/[A-Z]/gv, letter => `-${letter.toLowerCase()}`)}`;
}
