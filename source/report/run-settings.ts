import {type SettingName, settingNames, settingOf} from '../settings/setting-values.js';
import {type RunInfo} from '../storage/record/run-info.js';
import {planNames, type TrainingPlan} from '../settings/training-plan.js';
import {formatCount} from '../text/format.js';
import {type RunConfig, valueIn} from '../settings/run-config.js';

/** What was chosen for a run, or follows from it: its name and the value in words. */
export type RunSetting = readonly [name: string, value: string];

/** A setting in which runs differ, with the value of each. */
export type DifferingSetting = {readonly name: string; readonly values: readonly string[]};

/** As much of the seal of a text as tells two texts apart. */
const sealLength = 8;
const none = '-';

/** All settings of a run, those first that one most often changes. */
export function settingsOf(info: RunInfo): RunSetting[] {
	const {config, dataset} = info;
	return [
		['preset', config.preset],
		['data', dataset.name],
		['text', dataset.sha256.slice(0, sealLength)],
		...settingNames.flatMap(name => {
			const {label} = settingOf(name);
			return label === undefined ? [] : [[label, courseText(info, name, valueText(config, name))] as const];
		}),
	];
}

/**
The values of a setting one after the other, where it was changed when the run was resumed: `0.01, 0.001 from 301`.

@param now - The last one, in words.
*/
export function courseText({earlierPlans = []}: Pick<RunInfo, 'earlierPlans'>, name: SettingName, now: string): string {
	let from: number | undefined;
	const values = earlierPlans.flatMap(({until, ...earlier}) => {
		const value = planNames.includes(name as keyof TrainingPlan) ? earlier[name as keyof TrainingPlan] : undefined;
		const text = value === undefined ? [] : [`${value}${from === undefined ? '' : ` from ${formatCount(from)}`}`];
		from = value === undefined ? from : until + 1;
		return text;
	});
	return [...values, `${now}${from === undefined ? '' : ` from ${formatCount(from)}`}`].join(', ');
}

/** The value of a setting; a dash where it means nothing. */
function valueText(config: RunConfig, name: SettingName): string {
	const {range, zero, needs, optimizers, isSwitch, isAblations} = settingOf(name);
	const value = valueIn(config, name) as string | number | boolean | readonly string[] | undefined;
	const isUsed = optimizers === undefined || optimizers.includes(config.training.optimizer);
	if (value === undefined || !isUsed || (needs !== undefined && valueIn(config, needs) === 0)) {
		return none;
	}

	if (isSwitch) {
		return value === true ? 'on' : 'off';
	}

	if (isAblations && Array.isArray(value)) {
		return value.length === 0 ? none : value.join(', ');
	}

	if (value === 0 && zero !== undefined) {
		return zero;
	}

	return range?.isWhole ? formatCount(Number(value)) : String(value);
}

/** The settings in which some of the runs differ, and only those. */
export function differingSettings(infos: readonly RunInfo[]): DifferingSetting[] {
	const all = infos.map(info => settingsOf(info));
	return (all[0] ?? [])
		.map(([name], index) => ({name, values: all.map(settings => settings[index][1])}))
		.filter(({values}) => new Set(values).size > 1);
}
