import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {BackwardBuffers} from '../../../source/model/scalar/backward-buffers.js';
import {Value} from '../../../source/model/scalar/value.js';

/** One node of a random graph: an operation on two of the nodes before it. */
type Instruction = {readonly operation: number; readonly left: number; readonly right: number};

/** Small whole numbers, so that both ways to the derivatives are exact. */
type Graph = {readonly leaves: readonly number[]; readonly instructions: readonly Instruction[]};

type Arithmetic<Number> = {
	readonly add: (a: Number, b: Number) => Number;
	readonly subtract: (a: Number, b: Number) => Number;
	readonly multiply: (a: Number, b: Number) => Number;
	readonly relu: (a: Number) => Number;
};

const anyInstruction = fc.record<Instruction>({operation: fc.nat({max: 3}), left: fc.nat(), right: fc.nat()});
const anyGraph = fc.record<Graph>({
	leaves: fc.array(fc.constantFrom(-3, -2, -1, 1, 2, 3), {minLength: 1, maxLength: 4}),
	instructions: fc.array(anyInstruction, {minLength: 1, maxLength: 20, size: 'max'}),
}).filter(({leaves, instructions}) => {
	// No derivative is larger than this by more than the degree of the graph, 2²⁰ at most.
	const bound = build(leaves.map(leaf => Math.abs(leaf)), instructions, {
		add: (a, b) => a + b, subtract: (a, b) => a + b, multiply: (a, b) => a * b, relu: a => a,
	});
	return bound < 2 ** 30;
});

function build<Number>(leaves: readonly Number[], instructions: readonly Instruction[], {add, subtract, multiply, relu}: Arithmetic<Number>): Number {
	const nodes = [...leaves];
	for (const {operation, left, right} of instructions) {
		const operate = [add, subtract, multiply, relu][operation];
		nodes.push(operate(nodes[left % nodes.length], nodes[right % nodes.length]));
	}

	return nodes.at(-1)!;
}

function buildValues({leaves, instructions}: Graph) {
	const values = leaves.map(leaf => new Value(leaf));
	const root = build(values, instructions, {
		add: (a, b) => a.add(b), subtract: (a, b) => a.subtract(b), multiply: (a, b) => a.multiply(b), relu: a => a.relu(),
	});
	return {values, root};
}

/** A number with its derivative towards one leaf, carried forwards. */
type Dual = readonly [data: number, derivative: number];

function carryForwards({leaves, instructions}: Graph, place: number): Dual {
	const duals = leaves.map((leaf, index): Dual => [leaf, index === place ? 1 : 0]);
	return build<Dual>(duals, instructions, {
		add: ([a, da], [b, db]) => [a + b, da + db],
		subtract: ([a, da], [b, db]) => [a - b, da - db],
		multiply: ([a, da], [b, db]) => [a * b, (a * db) + (da * b)],
		relu: ([a, da]) => a > 0 ? [a, da] : [0, 0],
	});
}

function gradientsOf(graph: Graph, buffers?: BackwardBuffers<Value>): number[] {
	const {values, root} = buildValues(graph);
	root.backward(buffers);
	return values.map(({gradient}) => gradient);
}

function reachableFrom(node: Value, seen = new Set<Value>()): Set<Value> {
	if (!seen.has(node)) {
		seen.add(node);
		for (const input of node.inputs) {
			reachableFrom(input, seen);
		}
	}

	return seen;
}

const areBefore = (inputs: readonly Value[], place: number, places: ReadonlyMap<Value, number>) => inputs.every(input => places.get(input)! < place);

describe('backward on a random graph with shared nodes', () => {
	it('gives exactly the derivatives that are carried forwards from each leaf', () => {
		fc.assert(fc.property(anyGraph, graph => {
			const {root} = buildValues(graph);
			for (const [place, gradient] of gradientsOf(graph).entries()) {
				const [data, derivative] = carryForwards(graph, place);
				expect(Math.abs(root.data - data)).toBe(0);
				expect(Math.abs(gradient - derivative)).toBe(0);
			}
		}), {numRuns: 300});
	});

	it('gives the same with working memory that is used again as without', () => {
		const buffers = new BackwardBuffers<Value>();
		fc.assert(fc.property(anyGraph, graph => {
			expect(gradientsOf(graph, buffers)).toEqual(gradientsOf(graph));
		}), {numRuns: 300});
	});

	it('sorts each node of the graph and no other, once, after all that it is made of', () => {
		const buffers = new BackwardBuffers<Value>();
		fc.assert(fc.property(anyGraph, graph => {
			const {root} = buildValues(graph);
			// Also when it has seen the nodes before.
			buffers.sortTopologically(root);
			const {order, count} = buffers.sortTopologically(root);
			const sorted = order.slice(0, count);
			const places = new Map(sorted.map((node, place) => [node, place]));
			expect(places.size).toBe(count);
			expect(count).toBe(reachableFrom(root).size);
			expect(sorted.at(-1)).toBe(root);
			expect(sorted.every(({inputs}, place) => areBefore(inputs, place, places))).toBe(true);
		}));
	});
});
