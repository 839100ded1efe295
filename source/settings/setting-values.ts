import type {Ablation} from '../model/model-config.js';
import {isWithin, rangeText} from './ranges.js';
import type {Setting} from './setting.js';
import {settings} from './settings.js';

type Settings = typeof settings;

export type SettingName = keyof Settings;

export type Part = Setting['part'];

/** What a setting can be. */
type ValueOf<Entry extends Setting> =
	Entry extends {readonly choices: ReadonlyArray<infer Choice>} ? Choice | (Entry extends {readonly undecided: infer Undecided} ? Undecided : never)
		: Entry extends {readonly isSwitch: true} ? boolean
			: Entry extends {readonly isAblations: true} ? readonly Ablation[]
				: Entry extends {readonly isSeveral: true} ? string | readonly string[]
					: Entry extends {readonly isPath: true} ? string : number;

type FieldOf<Name extends SettingName> = Settings[Name] extends {readonly field: infer Field extends string} ? Field : Name;

type NamesOf<Shape> = {[Name in SettingName]: Settings[Name] extends Shape ? Name : never}[SettingName];

/** Those that have a default; the others may be left open. */
type Decided = NamesOf<{readonly default: unknown}>;

/** The field of a setting, if it is one of the part, and has a default or not. */
type FieldIn<P extends Part, Name extends SettingName, IsDecided> =
	Settings[Name] extends {readonly part: P} ? ([IsDecided, Name] extends [true, Decided] | [false, Exclude<SettingName, Decided>] ? FieldOf<Name> : never) : never;

/** A part of the configuration of a run, as the table of settings has it. */
export type Configured<P extends Part> =
	{readonly [Name in SettingName as FieldIn<P, Name, true>]: ValueOf<Settings[Name]>}
	& {readonly [Name in SettingName as FieldIn<P, Name, false>]?: ValueOf<Settings[Name]>};

/** A value for each setting, under its name in code. */
export type SettingValues =
	{readonly [Name in Decided]: ValueOf<Settings[Name]>}
	& {readonly [Name in Exclude<SettingName, Decided>]?: ValueOf<Settings[Name]>};

/** The settings that may be chosen, by a flag or an option. */
export type OptionName = Exclude<SettingName, NamesOf<{readonly isFixed: true}>>;

/** Settings of the training of which a preset need not speak: they came later, or follow from others. */
export type LaterName = NamesOf<{readonly part: 'training'} & ({readonly isLater: true} | {readonly default: (...said: never) => unknown})>;

/** Settings of a GPT alone. */
export type GptName = NamesOf<{readonly architecture: 'gpt'}>;

export const settingNames = Object.keys(settings) as readonly SettingName[];

export const optionNames = settingNames.filter((name): name is OptionName => !settingOf(name).isFixed);

/** What the table says of a setting. */
export function settingOf(name: SettingName): Setting {
	return settings[name];
}

/** The settings of a part, in their order. */
export function settingsIn(part: Part): SettingName[] {
	return settingNames.filter(name => settingOf(name).part === part);
}

/** The flag of a setting, in types. */
export type FlagOf<Name extends SettingName> = {[Each in Name]: Settings[Each] extends {readonly flag: infer Flag extends string} ? Flag : Each}[Name];

/** What a setting is called in its part of the configuration. */
export function fieldOf(name: SettingName): string {
	return settingOf(name).field ?? name;
}

/** The flag of a setting, as a name in code. */
export function flagOf<Name extends SettingName>(name: Name): FlagOf<Name> {
	return (settingOf(name).flag ?? name) as FlagOf<Name>;
}

/** `learningRate` as one types it: `--learning-rate`. */
export function spell(flag: string): string {
	return `--${flag.replaceAll(/[A-Z]/gv, letter => `-${letter.toLowerCase()}`)}`;
}

/** What a setting must be; undefined if the value is that, or anything will do. */
export function objectionTo(name: SettingName, value: unknown): string | undefined {
	const {
		range, choices, undecided, isAblations, default: usual,
	} = settingOf(name);
	const isOpen = value === undefined && usual === undefined;
	if (isOpen) {
		return undefined;
	}

	if (range && !(typeof value === 'number' && isWithin(range, value))) {
		return rangeText(range);
	}

	if (isAblations && !Array.isArray(value)) {
		return 'a list of names';
	}

	return choices && value !== undecided && !choices.includes(value as string) ? `one of ${choices.join(', ')}` : undefined;
}

/** All that is said, with the defaults of what is not. */
export function withDefaults(said: Partial<SettingValues>): SettingValues {
	const values: Record<string, unknown> = {};
	for (const name of settingNames) {
		const {default: usual, suited} = settingOf(name);
		values[name] = said[name] ?? suited?.(values as SettingValues) ?? (typeof usual === 'function' ? usual(values as SettingValues) : usual);
	}

	return values as SettingValues;
}

/** The values of a part under their names there; what is left open is left out. */
export function pickPart<P extends Part>(part: P, values: SettingValues): Configured<P> {
	const entries = settingsIn(part).filter(name => values[name] !== undefined && values[name] !== settingOf(name).unsaid).map(name => [fieldOf(name), values[name]]);
	return Object.fromEntries(entries) as Configured<P>;
}
