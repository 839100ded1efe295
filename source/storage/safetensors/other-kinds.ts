import {CheckpointError} from '../../errors.js';

/** How to join weights, and how to save them, in Python. */
export const joiningAdvice = 'join them into one first, in Python: load each with safetensors.torch.load_file, save all with save_file';
const savingAdvice = 'Save its tensors first, in Python: safetensors.torch.save_file(tensors, "weights.safetensors").';

/** What somebody may take for weights, by the bytes that it begins with, and what can be done with it. */
const otherKinds: ReadonlyArray<{readonly start: readonly number[]; readonly name: string; readonly advice: string}> = [
	{start: [0x50, 0x4B, 0x03, 0x04], name: 'a file of PyTorch or NumPy', advice: savingAdvice},
	{start: [0x80], name: 'a file of Python’s pickle', advice: savingAdvice},
	{start: [0x47, 0x47, 0x55, 0x46], name: 'a file of llama.cpp', advice: 'Use the safetensors that it was made from.'},
	{start: [0x7B], name: 'JSON', advice: `If it is the index of weights in several files, ${joiningAdvice}.`},
];

/**
Says what a file is that cannot be safetensors.

@throws CheckpointError if it is of a kind that is known.
*/
export function refuseOtherKind(start: Uint8Array, path: string): void {
	const kind = otherKinds.find(candidate => candidate.start.every((byte, index) => start[index] === byte));
	if (kind) {
		throw new CheckpointError(`Expected ${path} to be a safetensors file, got ${kind.name}. ${kind.advice}`);
	}
}
