import * as v from 'valibot';
import {type GptConfig, type ModelConfig} from '../../model/model-config.js';
import {
	flagOf,
	settingOf,
	settingsIn,
	spell,
} from '../../settings/setting-values.js';
import {gptSizes} from '../setting-schemas.js';
import {type SafetensorsHeader} from './safetensors-header.js';
import {type NamedTensors} from './tensor-names.js';

const mostCharactersNamed = 20;
const optionsSchema = v.pipe(v.string(), v.parseJson(), gptSizes);

/** What a model of nanoGPT loses here: with the same weights, this one computes something else. */
export function notesOnModel(path: string, {style, isTied}: NamedTensors, model: ModelConfig): string[] {
	if (style === 'microgpt') {
		return [];
	}

	const isSquared = model.architecture === 'gpt' && model.activation === 'squared-relu';
	return [
		`${path} has the names of nanoGPT. This model takes its matrices, but computes something else with them: here, a norm has no weights and leaves the mean in, there is one after the embedding and none after the last layer, nothing has a bias, and ${isSquared ? 'the square of ReLU' : 'ReLU'} stands for GELU.`,
		...(isTied ? [`${path} has no lm_head: it begins as a copy of wte, and learns on its own from there.`] : []),
	];
}

/** What becomes of the weights of a checkpoint whose model goes another way through them. */
export function notesOnOptions(path: string, {metadata}: Pick<SafetensorsHeader, 'metadata'>, model: ModelConfig): string[] {
	const parsed = v.safeParse(optionsSchema, metadata.get('model'));
	if (!parsed.success || model.architecture === 'bigram') {
		return [];
	}

	const [theirs, ours] = [parsed.output, model].map(options => optionsText(options));
	return theirs === ours ? [] : [`${path} comes from a model ${theirs}, and goes into one ${ours}: with the same weights it computes something else.`];
}

/** What a model has that the references have not, in flags. */
function optionsText(model: Omit<GptConfig, 'vocabSize'>): string {
	const flags = settingsIn('model').flatMap(name => {
		const value = model[name as keyof typeof model];
		return settingOf(name).choices && value !== undefined ? [`${spell(flagOf(name))} ${String(value)}`] : [];
	});
	return flags.length === 0 ? 'without options' : `with ${flags.join(', ')}`;
}

/** Whose rows are taken, and which are not. */
export function notesOnCharacters(path: string, theirs: readonly string[] | undefined, ours: readonly string[], hasBos: boolean): string[] {
	if (!theirs) {
		const bos = hasBos ? '' : ' It has no row for the beginning and the end of a document: that stays as it was drawn.';
		return [`${path} does not say which characters its rows are for: they are taken for those of the data, in the order of their code points.${bos}`];
	}

	const [known, wanted] = [new Set(theirs), new Set(ours)];
	const added = ours.filter(letter => !known.has(letter));
	const unused = theirs.filter(letter => !wanted.has(letter));
	if (added.length === 0 && unused.length === 0) {
		return [];
	}

	const shared = `${path} knows ${added.length === 0 ? 'all' : `${ours.length - added.length} of the`} ${ours.length} characters of the data.`;
	return [[
		shared,
		...(added.length > 0 ? [`New, with numbers as drawn: ${listOf(added)}.`] : []),
		...(unused.length > 0 ? [`Not used any more: ${listOf(unused)}.`] : []),
	].join(' ')];
}

function listOf(characters: readonly string[]): string {
	const named = characters.slice(0, mostCharactersNamed).map(letter => /\s/v.test(letter) ? JSON.stringify(letter) : letter).join(' ');
	const rest = characters.length - mostCharactersNamed;
	return rest > 0 ? `${named} and ${rest.toLocaleString('en')} more` : named;
}
