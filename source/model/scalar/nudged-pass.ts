import {type DropoutMasks} from '../dropout.js';
import {type Tokens} from '../engine.js';
import {countPositions, modelLogits} from '../forward.js';
import {type ModelConfig} from '../model-config.js';
import {createParameters, type ParameterKey, type RealArray} from '../parameters.js';
import {inputOf, leavesOf} from './scalar-engine.js';
import {ScalarOperations, type ValueRows} from './scalar-operations.js';
import {type Value} from './value.js';

/** Where the forward pass comes by, in the words of the model. */
export type StageKind =
	| 'token' | 'position' | 'embedding' | 'norm' | 'projections' | 'turned' | 'attention' | 'joined' | 'afterAttention'
	| 'hidden' | 'activated' | 'mlp' | 'afterMlp' | 'logits';

/** One of these, with the rows that it gives, one for each position. */
export type PassStage = {
	readonly kind: StageKind;
	/** From 0; undefined outside of the layers. */
	readonly layer: number | undefined;
	readonly rows: ValueRows;
};

/** What is added to one number on the way. */
export type ActivationNudge = {
	/** Among the stages of the pass, from 0. */
	readonly stage: number;
	readonly position: number;
	readonly column: number;
	readonly by: number;
};

/** A forward pass through a document, with all that it came by. */
export type StagedPass = {
	/** In their order; the last are the logits. */
	readonly stages: readonly PassStage[];
	/** The mean surprise in nats; gradients follow from its `backward`. */
	readonly loss: Value;
	/** The parameters as nodes, in their order. */
	readonly parameters: readonly Value[];
};

/** What a product with a matrix is; those of a layer without its number. */
const products: Readonly<Record<string, StageKind>> = {
	attn_wq: 'projections', attn_wo: 'joined', mlp_fc1: 'hidden', mlp_fc2: 'mlp', lm_head: 'logits',
};
/** What a sum is by the product before it. */
const sums: Partial<Readonly<Record<StageKind, StageKind>>> = {joined: 'afterAttention', mlp: 'afterMlp'};

/**
Goes through the first document of a step as the scalar engine does in the training.

@param parameters - All parameters of the model.
@param document - Its tokens, and what the step leaves out in a model with dropout.
*/
export function passThrough(model: ModelConfig, parameters: RealArray, {tokens, masks}: {readonly tokens: Tokens; readonly masks: DropoutMasks}, nudge?: ActivationNudge): StagedPass {
	const {rowsByKey, leaves} = leavesOf(createParameters(model, parameters));
	const operations = new StagedOperations(rowsByKey, masks, nudge);
	const count = countPositions(model, tokens);
	const logits = modelLogits(operations, model, inputOf(tokens, count));
	return {stages: operations.stages, loss: operations.crossEntropy(logits, tokens.slice(1, count + 1)), parameters: leaves};
}

/** The operations of the scalar engine, which remember what they gave, and may add something to one number of it. */
class StagedOperations extends ScalarOperations {
	readonly stages: PassStage[] = [];
	readonly #nudge: ActivationNudge | undefined;
	#layer: number | undefined;

	constructor(parameters: ReadonlyMap<ParameterKey, ValueRows>, masks: DropoutMasks, nudge: ActivationNudge | undefined) {
		super(parameters, {training: {masks, firstRow: 0}});
		this.#nudge = nudge;
	}

	override embed(table: ParameterKey, indexes: readonly number[]): ValueRows {
		return this.#staged(table === 'wpe' ? 'position' : 'token', super.embed(table, indexes));
	}

	override add(a: ValueRows, b: ValueRows): ValueRows {
		return this.#staged(sums[this.stages.at(-1)!.kind] ?? 'embedding', super.add(a, b));
	}

	override linear(x: ValueRows, ...weights: ParameterKey[]): ValueRows {
		const [layer, name] = weights[0].includes('.') ? weights[0].slice('layer'.length).split('.') : [undefined, weights[0]];
		this.#layer = layer === undefined ? undefined : Number(layer);
		const last = this.stages.at(-1)!;
		if (last.kind === 'norm') {
			// A norm does not say where it stands: it belongs to the product that takes its rows.
			this.stages[this.stages.length - 1] = {...last, layer: this.#layer};
		}

		return this.#staged(products[name], super.linear(x, ...weights));
	}

	override rmsNorm(x: ValueRows): ValueRows {
		return this.#staged('norm', super.rmsNorm(x));
	}

	override rotateSlices(x: ValueRows, positions: readonly number[], count: number, columns: number): ValueRows {
		return this.#staged('turned', super.rotateSlices(x, positions, count, columns));
	}

	override attention(queriesKeysValues: ValueRows, nHead: number): ValueRows {
		return this.#staged('attention', super.attention(queriesKeysValues, nHead));
	}

	override relu(x: ValueRows): ValueRows {
		return this.#staged('activated', super.relu(x));
	}

	override squaredRelu(x: ValueRows): ValueRows {
		return this.#staged('activated', super.squaredRelu(x));
	}

	#staged(kind: StageKind, given: ValueRows): ValueRows {
		const {stage, position, column, by} = this.#nudge ?? {};
		const rows = this.stages.length === stage
			? given.map((row, place) => place === position ? row.map((value, index) => index === column ? value.add(by!) : value) : row)
			: given;
		this.stages.push({kind, layer: this.#layer, rows});
		return rows;
	}
}
