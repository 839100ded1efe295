import type {EngineName} from '../model/engine.js';
import type {TorchOptions} from '../model/torch/torch-options.js';
import type {Speed} from '../session/pacer.js';
import type {VariedValues} from '../report/sweep-report.js';
import type {RunOrder} from '../report/sort-runs.js';
import type {AskedConfig} from '../run/fit-to-data.js';
import type {ResumeChanges} from '../settings/training-plan.js';
import type {valueFlags} from './flags.js';

export type OutputFormat = 'dashboard' | 'plain' | 'json';

/** How a training is shown, and saved. */
export type OutputArguments = {
	/** Undefined: a pace that suits the run. */
	readonly speed: Speed | undefined;
	readonly format: OutputFormat;
	/** The steps between two plain lines; undefined: as many as in the reference. */
	readonly logEvery: number | undefined;
	readonly isAscii: boolean;
	readonly hasColor: boolean;
	readonly hasMouse: boolean;
	/** Whether the dashboard opens with a step in slow motion. */
	readonly isSlow: boolean;
	/** Undefined: what the terminal says. */
	readonly background: (typeof valueFlags.background.choices)[number] | undefined;
	readonly isSaved: boolean;
	readonly saveEveryMs: number;
	/** How many states on the way are saved besides the last. */
	readonly keepStates: number;
	/** How much memory the states may take that are kept to look back at; 0: none are. */
	readonly historyBytes: number;
	readonly computing: {
		/** How many threads share the work of a step; undefined: as many as there are cores, where that pays. */
		readonly threads: number | undefined;
		/** Whether large products are made with vectors of 256 bits, where that is faster. */
		readonly wideVectors: boolean;
		/** How PyTorch shares out the work, where that is the engine. */
		readonly torch: TorchOptions;
	};
	/** Undefined: where runs usually are. */
	readonly runsFolder: string | undefined;
};

export type TrainArguments = OutputArguments & AskedConfig & {
	readonly command: 'train';
	/** Whether somebody has said how the text becomes documents. */
	readonly hasChosenDocuments: boolean;
	/** What the run is called, besides its folder. */
	readonly title: string | undefined;
};

/** A run that goes on beside others, and how it differs from them. */
export type RacingArguments = AskedConfig & {readonly label: string};

export type TorchArguments = Pick<OutputArguments, 'saveEveryMs' | 'computing'> & AskedConfig & {
	readonly command: 'torch';
	/** Where the run is prepared. */
	readonly folder: string;
	/** Whether somebody has said how the text becomes documents. */
	readonly hasChosenDocuments: boolean;
	/** What the run is called, besides its folder. */
	readonly title: string | undefined;
};

export type RaceArguments = OutputArguments & {
	readonly command: 'race';
	readonly lanes: readonly RacingArguments[];
	/** Whether somebody has said how the text becomes documents. */
	readonly hasChosenDocuments: boolean;
};

export type SweepArguments = OutputArguments & {
	readonly command: 'sweep';
	readonly combinations: ReadonlyArray<RacingArguments & {readonly varied: VariedValues}>;
	/** How many are trained at a time; undefined: as many as there are cores. */
	readonly jobs: number | undefined;
	/** What the names of its runs begin with. */
	readonly title: string;
	/** Whether somebody has said how the text becomes documents. */
	readonly hasChosenDocuments: boolean;
};

export type ResumeArguments = OutputArguments & {
	readonly command: 'resume';
	/** Undefined: the latest. */
	readonly run: string | undefined;
	/** From the best validation loss, as a run of its own. */
	readonly isBest: boolean;
	/** What that one is called; undefined: by what is other in it. */
	readonly title: string | undefined;
	/** What is to be other from there on. */
	readonly changes: ResumeChanges;
	/** What computes from there on; undefined: what did before. */
	readonly engine: EngineName | undefined;
};

export type RunsArguments = {
	readonly command: 'runs';
	readonly action: 'list' | 'rm' | 'tidy' | 'path';
	readonly names: readonly string[];
	readonly order: RunOrder;
	readonly isJson: boolean;
	readonly isConfirmed: boolean;
	readonly isAscii: boolean;
	readonly runsFolder: string | undefined;
};

export type SampleArguments = {
	readonly command: 'sample';
	/** Undefined: the latest. */
	readonly run: string | undefined;
	/** Documents; undefined: as many as suit the model. */
	readonly count: number | undefined;
	/** In characters, the prefix not counted; undefined: as many as suit the model. */
	readonly length: number | undefined;
	readonly prefix: string;
	/** Undefined: that of the run; 0: the likeliest character always. */
	readonly temperature: number | undefined;
	readonly topK: number | undefined;
	readonly topP: number | undefined;
	/** With the weights of the best validation loss, not those of the last step. */
	readonly isBest: boolean;
	/** Undefined: that of the run. */
	readonly seed: number | undefined;
	readonly isJson: boolean;
	readonly isAscii: boolean;
	readonly runsFolder: string | undefined;
};

export type ReplayArguments = Pick<OutputArguments, 'speed' | 'isAscii' | 'hasColor' | 'hasMouse' | 'isSlow' | 'background' | 'runsFolder'> & {
	readonly command: 'replay';
	/** Undefined: the latest. */
	readonly run: string | undefined;
};

export type LearnArguments = Pick<OutputArguments, 'isAscii' | 'hasColor' | 'hasMouse' | 'background'> & {
	readonly command: 'learn';
	/** The name of some lessons, or a folder; undefined: those that come with the program. */
	readonly deck: string | undefined;
	/** The card to begin with, counted from 1; undefined: the one that was shown last. */
	readonly card: number | undefined;
	/** Only lists the cards. */
	readonly isListed: boolean;
};

export type WatchArguments = OutputArguments & {
	readonly command: 'watch';
	/** Paths; `-` is standard input. */
	readonly sources: readonly string[];
};

export type ExportArguments = {
	readonly command: 'export';
	/** Undefined: the latest. */
	readonly run: string | undefined;
	readonly format: (typeof valueFlags.format.choices)[number];
	/** The weights of the best validation loss, not those of the last step. */
	readonly isBest: boolean;
	/** `-` is standard output; undefined: a file named after the run. */
	readonly output: string | undefined;
	/** Whether a file that is there may be replaced. */
	readonly isReplaced: boolean;
	readonly runsFolder: string | undefined;
};

export type DataArguments = {
	readonly command: 'data';
	/** Files, folders, names of datasets, `-`; without any, the built-in names. */
	readonly paths: readonly string[];
	readonly isJson: boolean;
	readonly isAscii: boolean;
	readonly isLargeFileConfirmed: boolean;
};

export type HelpArguments = {
	readonly command: 'help';
	/** Undefined: the program as a whole. */
	readonly about: CommandName | undefined;
};

export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

export type CompletionArguments = {
	readonly command: 'completion';
	readonly shell: Shell;
};

/** What the user asked for. */
export type Arguments =
	| TrainArguments | RaceArguments | SweepArguments | ResumeArguments | ReplayArguments | LearnArguments | SampleArguments | ExportArguments | RunsArguments | WatchArguments | TorchArguments | DataArguments | CompletionArguments | HelpArguments
	| {readonly command: 'glossary'; /** What somebody wants to know; undefined: all. */ readonly term: string | undefined; readonly isAscii: boolean}
	| {readonly command: 'presets'} | {readonly command: 'datasets'} | {readonly command: 'version'};

/** What can stand first on the command line. */
export type CommandName = Exclude<Arguments['command'], 'version'>;
