import * as v from 'valibot';
import {isAblation} from '../model/ablations.js';
import {
	type Configured,
	fieldOf,
	type GptName,
	type Part,
	type SettingName,
	settingOf,
	settingsIn,
} from '../settings/setting-values.js';
import {planNames, type TrainingPlan} from '../settings/training-plan.js';
import {count, real, size} from './number-schemas.js';

const text = v.string();
const ablation = v.pipe(text, v.check(isAblation));

type ToldEntries<P extends Part> = {readonly [Field in keyof Configured<P>]-?: v.ExactOptionalSchema<v.GenericSchema<Configured<P>[Field]>, undefined>};

/** The settings of a part as a run of this program has them; those of later versions may be left out. */
export function settingEntries(part: Part): Record<string, v.GenericSchema> {
	return Object.fromEntries(settingsIn(part).map(name => {
		const {default: usual, isLater} = settingOf(name);
		const isOpen = usual === undefined || isLater === true;
		return [fieldOf(name), isOpen ? v.exactOptional(schemaOf(name), usual) : schemaOf(name)];
	}));
}

/** What runs of this program had where they do not say it: they were made before it could be chosen. */
export function laterDefaults<P extends Part>(part: P): Partial<Configured<P>> {
	return Object.fromEntries(settingsIn(part).filter(name => settingOf(name).isLater).map(name => [fieldOf(name), settingOf(name).default])) as Partial<Configured<P>>;
}

/** The same settings, as far as another program tells them; those of a GPT come last. */
export function toldSettingEntries<P extends Part>(part: P): ToldEntries<P> {
	const names = settingsIn(part).toSorted((a, b) => Number(isOfGpt(a)) - Number(isOfGpt(b)));
	return Object.fromEntries(names.map(name => [fieldOf(name), v.exactOptional(schemaOf(name))])) as unknown as ToldEntries<P>;
}

/** Those of them that may be other from a step on. */
export function toldPlanEntries(): Pick<ToldEntries<'training'>, keyof TrainingPlan> {
	const told = toldSettingEntries('training');
	return Object.fromEntries(planNames.map(name => [name, told[name]])) as Pick<typeof told, keyof TrainingPlan>;
}

/** Settings of a model as a saved one has them: none of its sizes is 0, and what may be left open may be left out. */
function modelEntries(isGpt: boolean): v.ObjectEntries {
	return Object.fromEntries(settingsIn('model').filter(name => isOfGpt(name) === isGpt).map(name => {
		const {range, default: usual} = settingOf(name);
		const schema = range?.isWhole ? size : schemaOf(name);
		return [fieldOf(name), usual === undefined ? v.exactOptional(schema) : schema];
	}));
}

type Entries<Shape> = {readonly [Key in keyof Shape]-?: undefined extends Shape[Key] ? v.ExactOptionalSchema<v.GenericSchema<Exclude<Shape[Key], undefined>>, undefined> : v.GenericSchema<Shape[Key]>};

const ofEachModel = modelEntries(false) as Entries<Omit<Configured<'model'>, GptName>>;
const ofGpt = modelEntries(true) as Entries<Pick<Configured<'model'>, GptName>>;

/** What makes a model of each architecture, but for its vocabulary. */
export const bigramSizes = v.object({architecture: v.literal('bigram'), ...ofEachModel});
export const gptSizes = v.object({architecture: v.literal('gpt'), ...ofEachModel, ...ofGpt});

function isOfGpt(name: SettingName): boolean {
	return settingOf(name).architecture === 'gpt';
}

/** A setting as it is written down. Whether a number is in its range is not looked at here. */
function schemaOf(name: SettingName): v.GenericSchema {
	const {
		choices, isSwitch, isAblations, isSeveral, isPath, range,
	} = settingOf(name);
	if (choices) {
		return v.picklist(choices);
	}

	if (isPath) {
		// One stands alone, as in runs of earlier versions.
		return isSeveral ? v.union([text, v.array(text)]) : text;
	}

	if (isAblations) {
		return v.array(ablation);
	}

	return isSwitch ? v.boolean() : (range?.isWhole ? count : real);
}
