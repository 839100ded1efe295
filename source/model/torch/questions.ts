import {Buffer} from 'node:buffer';
import {type AdamUpdate} from '../adam.js';
import {type DropoutMasks} from '../dropout.js';
import {type Tokens} from '../engine.js';
import {type RealArray} from '../parameters.js';

/*
What the processes are asked, over the standard input of the first: the kind of the question and the length of its details, 32 bits
each, and the details. An answer is its length and its content. All numbers are little-endian.
*/

export const kinds = {
	gradients: 0, loss: 1, update: 2, get: 3, set: 4,
} as const;

export type Kind = (typeof kinds)[keyof typeof kinds];

/** What has a number for each parameter. */
export const tensors = {
	parameters: 0, gradients: 1, first: 2, second: 3,
} as const;

export type TensorName = keyof typeof tensors;

/** Where the answers begin: what the processes have printed before does not count. */
export const beginning = 'microgpt-tui answers:';

/** Before the numbers of a tensor that is set stands which it is. */
export const tensorHeadBytes = 4;
const headBytes = 24;
const bytesPerToken = Int32Array.BYTES_PER_ELEMENT;

/** How long the details of a batch can get. */
export function mostBatchBytes(documents: number, tokens: number): number {
	return headBytes + (documents * (1 + tokens) * bytesPerToken);
}

/**
A batch of documents: whether something is left out of it, how many there are, by which seed and step, their lengths, their tokens.

@param most - The tokens of a document that count.
*/
export function encodeBatch(batch: readonly Tokens[], most: number, masks: DropoutMasks | undefined): Uint8Array {
	const documents = batch.map(tokens => tokens.slice(0, most));
	const head = Buffer.alloc(headBytes);
	head.writeInt32LE(masks ? 1 : 0, 0);
	head.writeInt32LE(documents.length, 4);
	head.writeDoubleLE(masks?.seed ?? 0, 8);
	head.writeDoubleLE(masks?.step ?? 0, 16);
	const numbers = [...documents.map(({length}) => length), ...documents.flat()];
	return Buffer.concat([head, bytesOf(Int32Array.from(numbers))]);
}

/** An update, as the arguments of `Engine.update` in `train.py`. */
export function encodeUpdate(update: AdamUpdate): Uint8Array {
	const {
		learningRate, beta1, beta2, epsilon, firstCorrection, secondCorrection, gradientScale, weightDecay,
	} = update;
	return bytesOf(Float64Array.of(learningRate, beta1, beta2, epsilon, firstCorrection, secondCorrection, gradientScale, weightDecay));
}

/** The same memory. */
export function bytesOf({buffer, byteOffset, byteLength}: Int32Array | RealArray): Uint8Array {
	return new Uint8Array(buffer, byteOffset, byteLength);
}
