import * as v from 'valibot';
import {CheckpointError} from '../errors.js';
import {type ModelConfig} from '../model/model-config.js';
import {quote} from './header-text.js';
import {type SafetensorsHeader, shapeText} from './safetensors-header.js';
import {type Tensor} from './safetensors.js';

/** What a model is made of, as far as a file tells. */
type Sizes = {
	readonly nEmbd: number | undefined;
	readonly blockSize: number | undefined;
	/** 0 for a bigram. */
	readonly nLayer: number;
	readonly nHead: number | undefined;
};

const mostMisfits = 6;
const headsSchema = v.pipe(v.string(), v.parseJson(), v.object({nHead: v.number()}));

/**
Refuses weights that do not fit a model, with all that does not.

@param expected - The tensors that have to be there, and no others.
@param others - What else does not fit.
@throws CheckpointError which names it.
*/
export function checkFit(header: SafetensorsHeader, model: ModelConfig, {path, expected, others}: {
	readonly path: string;
	readonly expected: ReadonlyArray<Pick<Tensor, 'name' | 'shape'>>;
	readonly others: readonly string[];
}): void {
	const differences = differingSizes(header, model);
	// Where the sizes differ, so do most tensors.
	const misfits = [...(differences.length > 0 ? differences : misfittingTensors(header, expected)), ...others];
	if (misfits.length === 0) {
		return;
	}

	const shown = misfits.length > mostMisfits ? [...misfits.slice(0, mostMisfits), `${misfits.length - mostMisfits} more`] : misfits;
	const advice = differences.length > 0 ? 'Train a model of its sizes, or use another file.' : 'Use another file.';
	throw new CheckpointError(`Expected ${path} to fit the model, got ${listOf(shown)}. ${advice}`);
}

/** Of a file that has other tensors altogether, none. */
function differingSizes({tensors, metadata}: SafetensorsHeader, model: ModelConfig): string[] {
	if (!tensors.has('wte') || !tensors.has('wpe')) {
		return [];
	}

	const heads = v.safeParse(headsSchema, metadata.get('model'));
	const theirs: Sizes = {
		nEmbd: tensors.get('wte')?.shape[1],
		blockSize: tensors.get('wpe')?.shape[0],
		nLayer: [...tensors.keys()].filter(name => /^layer\d+\.attn_wq$/v.test(name)).length,
		nHead: heads.success ? heads.output.nHead : undefined,
	};
	const ours: Sizes = {
		nEmbd: model.nEmbd,
		blockSize: model.blockSize,
		nLayer: model.architecture === 'gpt' ? model.nLayer : 0,
		nHead: model.architecture === 'gpt' ? model.nHead : undefined,
	};
	const isOtherKind = (theirs.nLayer === 0) !== (ours.nLayer === 0);
	const settings = [['--n-embd', 'nEmbd'], ['--block-size', 'blockSize'], ['--n-layer', 'nLayer'], ['--n-head', 'nHead']] as const;
	const differing = settings.filter(([, key]) => theirs[key] !== undefined && ours[key] !== undefined && theirs[key] !== ours[key]);
	const texts = differing.filter(([, key]) => !(isOtherKind && key === 'nLayer')).map(([flag, key]) => `${flag} ${theirs[key]} instead of ${ours[key]}`);
	return isOtherKind ? [theirs.nLayer === 0 ? 'a model without layers instead of a GPT' : 'a GPT instead of a bigram', ...texts] : texts;
}

function misfittingTensors({tensors}: SafetensorsHeader, expected: ReadonlyArray<Pick<Tensor, 'name' | 'shape'>>): string[] {
	const known = new Set(expected.map(({name}) => name));
	const misfits = expected.flatMap(({name, shape}) => {
		const entry = tensors.get(name);
		if (!entry) {
			return [`no tensor ${quote(name)}`];
		}

		return shapeText(shape) === shapeText(entry.shape) ? [] : [`the tensor ${quote(name)} of shape ${shapeText(entry.shape)} instead of ${shapeText(shape)}`];
	});
	const unknown = [...tensors.keys()].filter(name => !known.has(name));
	return [...misfits, ...unknown.map(name => `also the tensor ${quote(name)}`)];
}

function listOf(texts: readonly string[]): string {
	return texts.length === 1 ? texts[0] : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}
