import {modelLoss} from '../forward.js';
import {type MemoryNeeds} from '../memory-needs.js';
import {type ModelConfig} from '../model-config.js';
import {type Operations} from '../operations.js';
import {countParameters, type ParameterKey, parameterLayouts} from '../parameters.js';

/** Rows as the graph has them, without the nodes. */
type Shape = {readonly rows: number; readonly columns: number};

/** What V8 takes for these on 64 bits: the node with its two numbers, and the lists of what it was computed from. */
const bytesPerNode = 112;
const bytesPerList = 56;
const bytesPerPlace = 8;
/** In a row, in the list of all leaves and in that of the backward pass. */
const leafBytes = bytesPerNode + (3 * bytesPerPlace);
const unaryBytes = bytesPerNode + (2 * (bytesPerList + bytesPerPlace));
const binaryBytes = bytesPerNode + (2 * (bytesPerList + (2 * bytesPerPlace)));
/** The backward pass puts every node in a list. */
const sortedBytes = bytesPerPlace;

/**
What the scalar engine takes about: a node for each parameter, and the graph of a batch of full
contexts. The model itself tells, run over operations that only count.
*/
export function scalarMemoryNeeds(model: ModelConfig, batchSize: number): MemoryNeeds {
	const count = countParameters(model);
	const operations = new CountingOperations(model);
	modelLoss(operations, model, {tokens: model.blockSize, positions: model.blockSize}, model.blockSize);
	return new Map([
		['parameters', count * (leafBytes + Float64Array.BYTES_PER_ELEMENT)],
		['gradients', count * Float64Array.BYTES_PER_ELEMENT],
		['moments', 2 * count * Float64Array.BYTES_PER_ELEMENT],
		['graph', batchSize * operations.bytes],
	]);
}

/** The operations of `ScalarOperations`, of which only the memory is left. */
class CountingOperations implements Operations<Shape, number, undefined> {
	bytes = 0;
	readonly #shapes: ReadonlyMap<ParameterKey, Shape>;

	constructor(model: ModelConfig) {
		this.#shapes = new Map(parameterLayouts(model).map(({key, rows, columns}) => [key, {rows, columns}]));
	}

	embed(table: ParameterKey, indexes: number): Shape {
		return {rows: indexes, columns: this.#shapes.get(table)!.columns};
	}

	add(a: Shape): Shape {
		return this.#nodes(a, binaryBytes);
	}

	linear({rows}: Shape, ...keys: ParameterKey[]): Shape {
		const columns = keys.reduce((sum, key) => sum + this.#shapes.get(key)!.rows, 0);
		return this.#nodes({rows, columns}, bytesPerNode);
	}

	rmsNorm(x: Shape): Shape {
		return this.#nodes(x, binaryBytes);
	}

	rotateSlices({rows, columns: all}: Shape, _positions: number, count: number, columns: number): Shape {
		this.#nodes({rows, columns: count * columns}, binaryBytes + (2 * unaryBytes) + (2 * sortedBytes) + bytesPerPlace);
		return {rows, columns: all};
	}

	relu(x: Shape): Shape {
		return this.#nodes(x, unaryBytes);
	}

	squaredRelu(x: Shape): Shape {
		return this.relu(this.relu(x));
	}

	attention({rows, columns}: Shape, nHead: number): Shape {
		const nEmbd = columns / 3;
		const headSize = nEmbd / nHead;
		// Each position looks at itself and at all before it.
		const pairs = rows * (rows + 1) / 2;
		const sliceBytes = bytesPerList + (headSize * bytesPerPlace);
		// A score is a dot product and its scale; its softmax a shift, an exponential, a sum, a power and a product.
		const scoreBytes = bytesPerNode + (4 * unaryBytes) + (2 * binaryBytes);
		this.bytes += pairs * nHead * (scoreBytes + (2 * sliceBytes) + (7 * sortedBytes));
		// The values of each column, once for each position that looks at them.
		this.bytes += pairs * nEmbd * bytesPerPlace;
		return this.#nodes({rows, columns: nEmbd}, bytesPerNode + bytesPerList);
	}

	dropout(x: Shape): Shape {
		return this.#nodes(x, unaryBytes);
	}

	clear(x: Shape, _first: number, count: number): Shape {
		this.#nodes({rows: x.rows, columns: count}, bytesPerNode);
		return x;
	}

	crossEntropy(logits: Shape): undefined {
		this.#nodes(logits, (2 * unaryBytes) + binaryBytes + (2 * sortedBytes));
	}

	#nodes(shape: Shape, bytes: number): Shape {
		this.bytes += shape.rows * shape.columns * (bytes + sortedBytes);
		return shape;
	}
}
