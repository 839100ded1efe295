import {type ParameterKey} from '../../model/parameters.js';
import {type SafetensorsHeader, type TensorEntry} from './safetensors-header.js';

/** Where the numbers of a matrix come from in a file. */
export type MatrixSource = {
	readonly tensor: TensorEntry;
	/** Which of the matrices that lie one above the other in the tensor, and how many there are. */
	readonly part: number;
	readonly partCount: number;
	/** Whether rows and columns are changed over. */
	readonly isTransposed: boolean;
};

/** What the tensors of a file are, by their names. */
export type NamedTensors = {
	readonly sources: ReadonlyMap<ParameterKey, MatrixSource>;
	/** Matrices for which there is more than one tensor, with their names. */
	readonly doubles: ReadonlyMap<ParameterKey, readonly string[]>;
	/** Those that have no place in the model. */
	readonly others: readonly TensorEntry[];
	/** Whose names they are: microgpt's or nanoGPT's. */
	readonly style: 'microgpt' | 'nanoGPT';
	/** Whether `lm_head` stands for the table `wte`, as in files of models that use one for both. */
	readonly isTied: boolean;
};

/** What trainers wrap a model in, any number of times. */
const wrappers = new Set(['model', 'module', 'transformer', '_orig_mod', 'state_dict']);
const tables = /^(?:wte|wpe|lm_head)$/v;
const ownMatrix = /^layer\d+\.(?:attn_w[koqv]|mlp_fc[12])$/v;
const nanoMatrix = /^h\.(?<layer>\d+)\.(?<name>attn\.c_attn|attn\.c_proj|mlp\.c_fc|mlp\.c_proj)$/v;
/** Queries, keys and values are one matrix in nanoGPT. */
const nanoNames: Readonly<Record<string, readonly string[]>> = {
	'attn.c_attn': ['attn_wq', 'attn_wk', 'attn_wv'],
	'attn.c_proj': ['attn_wo'],
	'mlp.c_fc': ['mlp_fc1'],
	'mlp.c_proj': ['mlp_fc2'],
};

/** Finds the matrices of a model among the tensors of a file: under our names or nanoGPT's, whatever the model is wrapped in. */
export function nameTensors({tensors}: SafetensorsHeader): NamedTensors {
	const wrapped = withUnknownWrapper([...tensors.keys()]);
	const isTransposed = hasTransposed([...tensors.values()]);
	const found = new Map<ParameterKey, MatrixSource[]>();
	const others: TensorEntry[] = [];
	let isNano = false;
	for (const tensor of tensors.values()) {
		const name = unwrapped(tensor.name, wrapped);
		const nano = nanoMatrix.exec(name)?.groups;
		const keys = nano ? nanoNames[nano.name].map(key => `layer${Number(nano.layer)}.${key}` as ParameterKey) : [name as ParameterKey];
		if (!nano && !tables.test(name) && !ownMatrix.test(name)) {
			others.push(tensor);
			continue;
		}

		isNano ||= nano !== undefined;
		for (const [part, key] of keys.entries()) {
			const source = {
				tensor, part, partCount: keys.length, isTransposed: nano !== undefined && isTransposed,
			};
			found.set(key, [...found.get(key) ?? [], source]);
		}
	}

	const sources = new Map([...found].map(([key, [first]]) => [key, first]));
	const wte = sources.get('wte');
	const isTied = isNano && wte !== undefined && !sources.has('lm_head');
	return {
		sources: isTied ? new Map([...sources, ['lm_head', wte]]) : sources,
		doubles: new Map([...found].filter(([, all]) => all.length > 1).map(([key, all]) => [key, all.map(({tensor}) => tensor.name)])),
		others,
		style: isNano ? 'nanoGPT' : 'microgpt',
		isTied,
	};
}

/** The known wrappers, and those of the table of tokens, if there is one such table. */
function withUnknownWrapper(names: readonly string[]): ReadonlySet<string> {
	const endings = names.filter(name => /(?:^|\.)wte(?:\.weight)?$/v.test(name));
	return endings.length === 1 ? new Set([...wrappers, ...endings[0].replace(/\.weight$/v, '').split('.').slice(0, -1)]) : wrappers;
}

/** A name without what the model is wrapped in, and without the `weight` of a layer of PyTorch. */
function unwrapped(name: string, wrapped: ReadonlySet<string>): string {
	const parts = name.replace(/\.weight$/v, '').split('.');
	const first = parts.findIndex(part => !wrapped.has(part));
	return parts.slice(Math.max(0, first)).join('.');
}

/** GPT-2 as it was published has its matrices the other way round: only one that is not square tells. */
function hasTransposed(tensors: readonly TensorEntry[]): boolean {
	return tensors.some(({name, shape}) => /\.(?:c_attn|c_fc)\.weight$/v.test(name) && shape[1] > shape[0]);
}

/** Rows and columns of a matrix as the model has it; undefined for a tensor that is no matrix, or cannot be cut in so many parts. */
export function matrixShape({tensor: {shape}, partCount, isTransposed}: MatrixSource): readonly [rows: number, columns: number] | undefined {
	const [first, second] = isTransposed ? shape.toReversed() : shape;
	return shape.length === 2 && first % partCount === 0 ? [first / partCount, second] : undefined;
}
