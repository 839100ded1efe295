import type {SwitchFlagName, ValueFlagName} from './flags.js';

/** The command line in its parts: what stands without a flag, values as text, switches. */
export type Flags = {
	readonly input: readonly string[];
	readonly values: Readonly<Partial<Record<ValueFlagName, string>>>;
	readonly switches: ReadonlySet<SwitchFlagName>;
	/** All values of `--data`, the only flag that takes several. */
	readonly files: readonly string[];
};
