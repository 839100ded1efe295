import {type Value} from './value.js';

/** How a node was computed from its inputs; a parameter from none. A quotient is a product with an inverse. */
export type NodeKind = 'parameter' | 'dot' | 'sum' | 'product' | 'quotient' | 'shift' | 'scale' | 'exp' | 'ln' | 'inverse' | 'inverseRoot' | 'square' | 'relu';

/**
How a node was computed. Nodes do not keep it, for there are thousands a step: it is read off their
numbers, which no two of the operations of the model share.

@param user - A node that was computed from it, if there is one: a logarithm is always negated.
@param isOfLayer - Whether its input is what a matrix gives: else it is no activation, although one passes numbers on just as a scale of 1 does.
*/
export function kindOf(node: Value, user?: Value, isOfLayer = false): NodeKind {
	const {inputs, factors, data, localGradients} = node;
	if (factors.length > 0) {
		return 'dot';
	}

	if (inputs.length === 0) {
		return 'parameter';
	}

	if (inputs.length === 1) {
		const input = inputs[0].data;
		const [slope] = localGradients;
		return user?.localGradients[0] === -1 && slope === 1 / input && data === Math.log(input)
			? 'ln'
			: unaryKind({
				data, input, slope, isOfLayer,
			});
	}

	if (localGradients.every(slope => slope === 1) && data === inputs[0].data + inputs[1].data) {
		return 'sum';
	}

	return inputs[1].inputs.length === 1 && kindOf(inputs[1]) === 'inverse' ? 'quotient' : 'product';
}

function unaryKind({data, input, slope, isOfLayer}: {readonly data: number; readonly input: number; readonly slope: number; readonly isOfLayer: boolean}): NodeKind {
	if (slope === data && data === Math.exp(input)) {
		return 'exp';
	}

	if (data === 1 / input && slope === -data / input) {
		return 'inverse';
	}

	if (data === 1 / Math.sqrt(input) && slope === -0.5 * data / input) {
		return 'inverseRoot';
	}

	if (isOfLayer && data === Math.max(0, input) && slope === (input > 0 ? 1 : 0)) {
		return 'relu';
	}

	if (data === input ** 2 && slope === 2 * input) {
		return 'square';
	}

	return slope === 1 && data !== input ? 'shift' : 'scale';
}
