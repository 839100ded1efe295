/** A number that a flag takes. */
export type NumberRange = {
	readonly isWhole: boolean;
	readonly minimum: number;
	readonly maximum: number;
	/** The minimum itself is not allowed. */
	readonly isAboveMinimum: boolean;
};

export type ValueFlag = {
	/** What stands for the value in the help text. */
	readonly value: string;
	readonly help: string;
	readonly range?: NumberRange;
};

export type SwitchFlag = {readonly help: string};

const whole = (minimum: number, maximum: number): NumberRange => ({
	isWhole: true, minimum, maximum, isAboveMinimum: false,
});

export const documentModes = ['lines', 'stream'] as const;

/** Flags that take a value, by their names in code; help and parsing come from this one table. */
export const valueFlags = {
	preset: {value: 'NAME', help: 'model and settings: chapter7 (default), chapter11, microgpt'},
	data: {value: 'FILE', help: 'a text file of your own, UTF-8, one document a line'},
	documents: {value: 'KIND', help: 'lines (default), or stream: one text cut into windows'},
	steps: {value: 'N', help: 'number of updates (1000)', range: whole(1, 1e9)},
	learningRate: {
		value: 'X',
		help: 'learning rate at the first step; it falls to 0 (0.01)',
		range: {
			isWhole: false, minimum: 0, maximum: 1000, isAboveMinimum: true,
		},
	},
	seed: {value: 'N', help: 'seed of the random draws (42)', range: whole(-2_147_483_648, 2_147_483_647)},
	nLayer: {value: 'N', help: 'layers of the GPT (1)', range: whole(1, 64)},
	nHead: {value: 'N', help: 'attention heads of the GPT (4)', range: whole(1, 256)},
	nEmbd: {value: 'N', help: 'width of the embeddings (16)', range: whole(1, 4096)},
	blockSize: {value: 'N', help: 'context: positions that the model sees (8)', range: whole(1, 4096)},
	samples: {value: 'N', help: 'documents to make up at the end (microgpt: 20)', range: whole(0, 10_000)},
	temperature: {
		value: 'X',
		help: 'of the samples: below 1 likelier, above 1 wilder (0.5)',
		range: {
			isWhole: false, minimum: 0, maximum: 100, isAboveMinimum: true,
		},
	},
	valSplit: {
		value: 'X',
		help: 'share of documents held out for validation (0)',
		range: {
			isWhole: false, minimum: 0, maximum: 0.9, isAboveMinimum: false,
		},
	},
	evalEvery: {value: 'N', help: 'steps between validations (a tenth of the run)', range: whole(1, 1e9)},
	speed: {value: 'S', help: 'steps a second in the dashboard: 1, 10, 100, 1000 or max'},
} as const satisfies Record<string, ValueFlag>;

/** Flags that are on or off. */
export const switchFlags = {
	plain: {help: 'print the lines of the reference program, no dashboard'},
	json: {help: 'print every event as a line of JSON, no dashboard'},
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
