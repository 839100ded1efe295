import {type DropoutMasks} from '../dropout.js';
import {type Tokens} from '../engine.js';
import {countPositions, modelLoss} from '../forward.js';
import {type ModelConfig} from '../model-config.js';
import {createParameters, type RealArray} from '../parameters.js';
import {BackwardBuffers} from './backward-buffers.js';
import {NamedOperations, type NodeName} from './named-operations.js';
import {kindOf, type NodeKind} from './node-kind.js';
import {inputOf, leavesOf} from './scalar-engine.js';
import {type Value} from './value.js';

/** A node of the graph on the way from the loss to a parameter. */
export type WayNode = {
	readonly kind: NodeKind;
	/** Undefined where it is only a part of an operation of the model. */
	readonly name: NodeName | undefined;
	readonly value: number;
	/** The derivative of the loss with respect to it. */
	readonly gradient: number;
	/** The derivative of the node before it on the way, with respect to it; undefined for the loss. */
	readonly local: number | undefined;
	/** How many nodes that the loss depends on are computed from it. */
	readonly userCount: number;
};

/** One way that the gradient takes, from the loss down to a parameter. */
export type GradientWay = {
	/** From the loss to the parameter; empty where no way leads there. */
	readonly nodes: readonly WayNode[];
	/** How many ways there are in all. */
	readonly wayCount: number;
	/** What comes to the parameter on this one: the product of the local derivatives. */
	readonly contribution: number;
	/** What comes to it on all of them: its gradient. */
	readonly gradient: number;
	/** How many nodes the graph has. */
	readonly nodeCount: number;
};

/** What a node passes on to the parameter, by all ways together. */
type Reach = {
	/** Its derivative with respect to the parameter. */
	slope: number;
	wayCount: number;
	userCount: number;
};

/**
Computes the loss of a document as the scalar engine does, goes backward, and follows the gradient
to a parameter: at each node to the input through which most of it flows.

@param parameters - All parameters of the model.
@param index - The place of the parameter among them.
*/
export function followGradient(model: ModelConfig, parameters: RealArray, index: number, {tokens, masks}: {readonly tokens: Tokens; readonly masks: DropoutMasks}): GradientWay {
	const {rowsByKey, leaves} = leavesOf(createParameters(model, parameters));
	const parameter = leaves[index];
	const operations = new NamedOperations(rowsByKey, {masks, firstRow: 0});
	const count = countPositions(model, tokens);
	const loss = modelLoss(operations, model, inputOf(tokens, count), tokens.slice(1, count + 1));
	const buffers = new BackwardBuffers<Value>();
	loss.backward(buffers);
	const {order, count: nodeCount} = buffers;
	const reaches = reachesOf(order.slice(0, nodeCount), parameter);
	const nodes: WayNode[] = [];
	let contribution = 1;
	let user: Value | undefined;
	for (let next = reaches.has(loss) ? {node: loss, local: undefined as number | undefined} : undefined; next; next = strongestInput(next.node, reaches)) {
		const {node, local} = next;
		contribution *= local ?? 1;
		nodes.push({
			kind: kindOf(node, user, node.inputs.some(input => operations.names.get(input)?.part === 'matrix')), name: operations.names.get(node), value: node.data, gradient: node.gradient, local, userCount: reaches.get(node)!.userCount,
		});
		user = node;
	}

	return {
		nodes, wayCount: reaches.get(loss)?.wayCount ?? 0, contribution: nodes.length === 0 ? 0 : contribution, gradient: parameter.gradient, nodeCount,
	};
}

/** The nodes that depend on the parameter, and how. */
function reachesOf(order: readonly Value[], parameter: Value): Map<Value, Reach> {
	const reaches = new Map<Value, Reach>([[parameter, {slope: 1, wayCount: 1, userCount: 0}]]);
	for (const node of order) {
		const reach: Reach = {slope: 0, wayCount: 0, userCount: 0};
		for (const [input, local] of localDerivatives(node, reaches)) {
			const from = reaches.get(input)!;
			from.userCount++;
			reach.slope += local * from.slope;
			reach.wayCount += from.wayCount;
		}

		if (reach.wayCount > 0) {
			reaches.set(node, reach);
		}
	}

	return reaches;
}

function strongestInput(node: Value, reaches: ReadonlyMap<Value, Reach>): {readonly node: Value; readonly local: number} | undefined {
	const flows = [...localDerivatives(node, reaches)].map(([input, local]) => ({node: input, local, flow: Math.abs(local * reaches.get(input)!.slope)}));
	return flows.toSorted((a, b) => b.flow - a.flow).at(0);
}

/** The derivative with respect to each input that is among some nodes; an input that is there twice counts twice. */
function localDerivatives({inputs, localGradients, factors}: Value, among: ReadonlyMap<Value, unknown>): Map<Value, number> {
	const derivatives = new Map<Value, number>();
	const add = (input: Value, local: number) => {
		if (among.has(input)) {
			derivatives.set(input, (derivatives.get(input) ?? 0) + local);
		}
	};

	for (const [place, input] of inputs.entries()) {
		add(input, factors.length > 0 ? factors[place].data : localGradients[place]);
	}

	for (const [place, factor] of factors.entries()) {
		add(factor, inputs[place].data);
	}

	return derivatives;
}
