import {type Ablation} from '../model/model-config.js';
import {optimizers} from '../model/optimizers.js';
import {checkRunConfig, type RunConfig, valueIn} from './run-config.js';
import {
	fieldOf,
	type SettingName,
	settingOf,
	type SettingValues,
} from './setting-values.js';
import {usualLearningRates} from './settings.js';

/** What can be changed in the middle of a run: the past cannot have had another width, or other data. */
export type ForkOption = {
	readonly label: string;
	/** What it does, in plain words. */
	readonly meaning: string;
	/** What it is in a configuration, in a word. */
	readonly valueIn: (config: RunConfig) => string;
	/** A configuration with the next of its values, or with the one before; undefined where there is none. */
	readonly moved: (config: RunConfig, direction: 1 | -1) => RunConfig | undefined;
	/** Whether it is other than in the run that the fork leaves; what an optimiser does not use makes no difference. */
	readonly isOther: (config: RunConfig) => boolean;
	/** How one says that it is other than it was; it tells a fork from the run that it has left. */
	readonly said: (config: RunConfig) => string;
};

type Value = string | number | boolean;
type ChangedName = 'learningRate' | 'schedule' | 'optimizer' | 'hasBiasCorrection' | 'beta1' | 'beta2' | 'epsilon' | 'batchSize' | 'gradClip' | 'weightDecay' | 'dropout';

/** The values that keys lead through, beside the one that the run has. */
const values: Readonly<Record<ChangedName, readonly Value[]>> = {
	learningRate: [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1],
	schedule: ['linear', 'cosine', 'constant'],
	optimizer: Object.keys(optimizers),
	hasBiasCorrection: [false, true],
	beta1: [0, 0.5, 0.8, 0.85, 0.9, 0.95, 0.99],
	beta2: [0, 0.5, 0.9, 0.95, 0.99, 0.999],
	epsilon: [1e-10, 1e-8, 1e-6, 1e-4, 1e-2],
	batchSize: [1, 2, 4, 8, 16, 32, 64],
	gradClip: [0, 0.1, 0.2, 0.5, 1, 2, 5],
	weightDecay: [0, 0.001, 0.01, 0.1, 1],
	dropout: [0, 0.05, 0.1, 0.2, 0.3, 0.5],
};

/** How one says a value where the name of the setting would be too long. */
const sayings: Readonly<Record<ChangedName, (value: Value) => string>> = {
	learningRate: value => `rate ${value}`,
	schedule: value => `${value} schedule`,
	optimizer: value => optimizers[value as keyof typeof optimizers].title,
	hasBiasCorrection: value => value === true ? 'bias correction' : 'no bias correction',
	beta1: value => `beta 1 ${value}`,
	beta2: value => `beta 2 ${value}`,
	epsilon: value => `epsilon ${value}`,
	batchSize: value => `batch ${value}`,
	gradClip: value => value === 0 ? 'no clipping' : `clip ${value}`,
	weightDecay: value => value === 0 ? 'no decay' : `decay ${value}`,
	dropout: value => value === 0 ? 'no dropout' : `dropout ${value}`,
};

const meanings: Readonly<Record<ChangedName, string>> = {
	learningRate: 'How far each step goes.',
	schedule: 'How the learning rate goes on: down in a line, down in a curve, or as it is.',
	optimizer: 'What is made of the gradients: taken as they are, or averaged and scaled.',
	hasBiasCorrection: 'The running means start at 0; this undoes that pull, most in the first steps.',
	beta1: 'How much each step keeps of the running mean of the gradients.',
	beta2: 'How much each step keeps of the running mean of their squares.',
	epsilon: 'Added to what gradients are divided by, so that tiny ones make no huge steps.',
	batchSize: 'Documents that each step learns from: more of them make calmer gradients.',
	gradClip: 'All gradients together are made no longer than this; 0 leaves them as they are.',
	weightDecay: 'Draws all weights a little towards 0 with each step.',
	dropout: 'Each step leaves out so many activations, so that none can be relied on.',
};

/** Whether a fork can have another value of a setting. */
export function isForkable(name: SettingName): boolean {
	return Object.hasOwn(values, name) || name === 'without';
}

/** All that can be changed from here on in a run. */
export function forkOptionsOf(base: RunConfig): ForkOption[] {
	const names = (Object.keys(values) as ChangedName[]).filter(name => [undefined, base.model.architecture].includes(settingOf(name).architecture));
	return [...names.map(name => optionOf(name, base)), ...partsOf(base).map(part => partOption(part, base))];
}

/** In what a fork differs from the run that it has left, in words. */
export function differencesFrom(base: RunConfig, config: RunConfig): string[] {
	return forkOptionsOf(base).filter(option => option.isOther(config)).map(option => option.said(config));
}

/**
A configuration with other values of some settings.

@throws ConfigError for settings that do not go together, or values that are not allowed.
*/
export function withSettings(config: RunConfig, changes: Partial<SettingValues>): RunConfig {
	let changed = config;
	for (const [name, value] of Object.entries(changes) as Array<[SettingName, unknown]>) {
		const {part, unsaid} = settingOf(name);
		const field = fieldOf(name);
		const fields = {...(part === 'run' ? changed : changed[part]), [field]: value};
		// What a run has that says nothing is not written down.
		const said = Object.fromEntries(Object.entries(fields).filter(([key]) => key !== field || value !== unsaid));
		changed = part === 'run' ? said as RunConfig : {...changed, [part]: said};
	}

	checkRunConfig(changed);
	return changed;
}

function optionOf(name: ChangedName, base: RunConfig): ForkOption {
	const valueOf = (config: RunConfig) => (valueIn(config, name) ?? settingOf(name).unsaid) as Value;
	const all = withValue(values[name], valueOf(base));
	return {
		label: settingOf(name).label ?? name,
		meaning: meanings[name],
		valueIn: config => isUsed(name, config) ? textOf(valueOf(config)) : '-',
		moved(config, direction) {
			const value = valueOf(config);
			const next = all.at(Math.max(0, all.indexOf(value) + direction));
			return next === undefined || next === value || !isUsed(name, config) ? undefined : withValueOf(config, name, next);
		},
		isOther: config => isUsed(name, config) && valueOf(config) !== valueOf(base),
		said: config => sayings[name](valueOf(config)),
	};
}

/** What an optimiser does not use cannot be changed. */
function isUsed(name: ChangedName, {training: {optimizer}}: RunConfig): boolean {
	const {optimizers: users} = settingOf(name);
	return users === undefined || users.includes(optimizer);
}

/** Another optimiser has its usual learning rate, unless another one was chosen than that of the first. */
function withValueOf(config: RunConfig, name: ChangedName, value: Value): RunConfig {
	const {optimizer, learningRate} = config.training;
	const hasUsualRate = name === 'optimizer' && learningRate === usualLearningRates[optimizer];
	return withSettings(config, {[name]: value, ...(hasUsualRate && {learningRate: usualLearningRates[value as keyof typeof usualLearningRates]})});
}

/** Numbers in their order, words as they are. */
function withValue(known: readonly Value[], value: Value): Value[] {
	const all = known.includes(value) ? [...known] : [...known, value];
	return all.every(each => typeof each === 'number') ? all.toSorted((a, b) => a - b) : all;
}

function textOf(value: Value): string {
	return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

/** What can be taken out of the model. */
function partsOf({model}: RunConfig): Ablation[] {
	if (model.architecture === 'bigram') {
		return ['position'];
	}

	const layers = Array.from({length: model.nLayer}, (_, layer) => layer);
	const heads = layers.flatMap(layer => Array.from({length: model.nHead}, (_, head): Ablation => `head:${layer}.${head}`));
	return ['residual', 'norm', 'position', ...heads, ...layers.map((layer): Ablation => `layer:${layer}`)];
}

function partOption(part: Ablation, base: RunConfig): ForkOption {
	const isOut = ({model}: RunConfig) => model.without?.includes(part) ?? false;
	const name = partNames[part] ?? part.replace(':', ' ');
	return {
		label: name,
		meaning: meaningOf(part),
		valueIn: config => isOut(config) ? 'off' : 'on',
		moved(config, direction) {
			if (isOut(config) === (direction === -1)) {
				return undefined;
			}

			const {without: before = [], ...model} = config.model;
			const without = direction === -1 ? [...before, part] : before.filter(other => other !== part);
			const moved: RunConfig = {...config, model: without.length > 0 ? {...model, without} : model};
			checkRunConfig(moved);
			return moved;
		},
		isOther: config => isOut(config) !== isOut(base),
		said: config => `${isOut(config) ? 'no' : 'with'} ${name}`,
	};
}

const partNames: Partial<Readonly<Record<Ablation, string>>> = {residual: 'residual', norm: 'RMS norm', position: 'positions'};

function meaningOf(part: Ablation): string {
	switch (part) {
		case 'residual': {
			return 'The way past attention and MLP, by which what comes in is added to what they make of it.';
		}

		case 'norm': {
			return 'Brings each vector to the same size before it is used.';
		}

		case 'position': {
			return 'Tells the model where in the document a letter stands.';
		}

		default: {
			return part.startsWith('head') ? 'One of the heads of attention: without it, the others have to do.' : 'Attention and MLP of a layer: without them, what comes in passes unchanged.';
		}
	}
}
