import {type RunInfo} from '../storage/record/run-info.js';
import {formatCount} from '../text/format.js';

/** What was chosen for a run, or follows from it: its name and the value in words. */
export type RunSetting = readonly [name: string, value: string];

/** A setting in which runs differ, with the value of each. */
export type DifferingSetting = {readonly name: string; readonly values: readonly string[]};

/** As much of the seal of a text as tells two texts apart. */
const sealLength = 8;
const none = '-';

/** All settings of a run, those first that one most often changes. */
export function settingsOf({config, dataset}: RunInfo): RunSetting[] {
	const {model, training, samples, dataset: source} = config;
	const [layers, heads] = model.architecture === 'gpt' ? [String(model.nLayer), String(model.nHead)] : [none, none];
	return [
		['preset', config.preset],
		['data', dataset.name],
		['text', dataset.sha256.slice(0, sealLength)],
		['documents', source.documents],
		['held out', String(source.validationShare)],
		['seed', String(config.seed)],
		['steps', formatCount(training.steps)],
		['batch size', formatCount(training.batchSize)],
		['learning rate', String(training.learningRate)],
		['schedule', training.schedule],
		['warm-up', formatCount(training.warmup)],
		['layers', layers],
		['heads', heads],
		['embedding', formatCount(model.nEmbd)],
		['context', formatCount(model.blockSize)],
		['beta 1', String(training.beta1)],
		['beta 2', String(training.beta2)],
		['epsilon', String(training.epsilon)],
		['weight decay', String(training.weightDecay)],
		['gradient clip', training.gradClip === 0 ? none : String(training.gradClip)],
		// Without documents that are held out, nothing is measured.
		['measured every', source.validationShare === 0 ? none : formatCount(training.evalEvery)],
		['measured on', source.validationShare === 0 ? none : (training.evalDocuments === 0 ? 'all' : formatCount(training.evalDocuments))],
		['samples', formatCount(samples.count)],
		['temperature', String(samples.temperature)],
		['begun with', config.initFrom ?? none],
		['random', config.random],
		['engine', config.engine],
		['precision', config.precision],
	];
}

/** The settings in which some of the runs differ, and only those. */
export function differingSettings(infos: readonly RunInfo[]): DifferingSetting[] {
	const all = infos.map(info => settingsOf(info));
	return (all[0] ?? [])
		.map(([name], index) => ({name, values: all.map(settings => settings[index][1])}))
		.filter(({values}) => new Set(values).size > 1);
}
