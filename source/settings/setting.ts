import type {OptimizerName} from '../model/optimizers.js';
import type {NumberRange} from './ranges.js';

/** What decides a default beside the setting itself. */
type Said = {readonly data?: string | readonly string[]; readonly steps: number};

/** All there is to know of a setting of a run; flags, options, checks, schemas and reports follow from it. */
export type Setting = {
	/** The part of a run's configuration in which it stands; `run`: beside the parts. */
	readonly part: 'dataset' | 'model' | 'samples' | 'training' | 'run';
	/** Its name there, where that is not its own. */
	readonly field?: string;
	/** Where the help lists it. */
	readonly group: 'data' | 'validation' | 'documents' | 'weights' | 'draws' | 'model' | 'samples' | 'training';
	/** The flag that says it, as a name in code, where that is not its own. */
	readonly flag?: string;
	/** The presets alone decide it: there is neither a flag nor an option for it. */
	readonly isFixed?: true;

	/** Of a number. */
	readonly range?: NumberRange;
	/** What may be typed of it, where that is less. */
	readonly typed?: NumberRange;
	/** All that it can be, of a word. */
	readonly choices?: readonly string[];
	/** What it is besides while only the text can decide it. */
	readonly undecided?: string;
	/** It is on or off. */
	readonly isSwitch?: true;
	/** It is a list of what is taken out of the model. */
	readonly isAblations?: true;
	/** It is a file. */
	readonly isPath?: true;
	/** Files, in fact: one, or several. */
	readonly isSeveral?: true;

	/** Where neither the preset nor anybody says it; without it, it may be left open. */
	readonly default?: number | string | boolean | ((said: Said) => number | string);
	/** What a run has that does not say it, as those of earlier versions and the references do not; nor is it written down. */
	readonly unsaid?: number | string;
	/** What new runs have where nobody says it; those of earlier versions may not have it at all, so that it is no default. */
	readonly suited?: (said: {readonly nEmbd: number; readonly nLayer: number; readonly validationShare: number; readonly documents: string}) => number | string | undefined;
	/** Runs of the first versions do not say it; they had the default. */
	readonly isLater?: true;
	/** The only architecture that has it. */
	readonly architecture?: 'gpt';
	/** The only optimisers that use it. */
	readonly optimizers?: readonly OptimizerName[];
	/** Without this one it means nothing. */
	readonly needs?: 'validationShare';

	/** What stands for the value in the help; without it, N, X or FILE. */
	readonly value?: string;
	/** What the flag does, without a default that is a number: this follows in brackets. */
	readonly help?: string;
	/** Where the default is another one, as it stands in the brackets after it. */
	readonly helpCases?: string;
	/** What follows the default. */
	readonly helpEnd?: string;
	/** What it is called where the settings of runs are compared; without it, it is not shown there. */
	readonly label?: string;
	/** What a 0 reads as there. */
	readonly zero?: string;
	/** What it is called in an exported page, where it has a row of its own. */
	readonly figure?: string;
	/** What its number there counts. */
	readonly unit?: string;
};
