import {CheckpointError} from '../../errors.js';
import {type RealArray} from '../../model/parameters.js';
import {isWeight, type WeightDtype, weightDtypes} from './dtypes.js';
import {widenBF16, widenF16} from './half-precision.js';
import {quote} from './header-text.js';
import {parseHeader, type SafetensorsHeader, shapeText} from './safetensors-header.js';
import {type Safetensors, type Tensor} from './safetensors.js';
import {checkSeal} from './seal.js';

/** What a reader asks of a file beyond the format. */
export type ReadOptions = {
	/** The tensors that have to be there, and no others. */
	readonly expected?: ReadonlyArray<Pick<Tensor, 'name' | 'shape'>> | undefined;
	/** The tensors that are read, of a file that has others too; without it, all. */
	readonly wanted?: ReadonlySet<string>;
	/** Whether the file has to be as this program wrote it, to the byte. Without, all numbers have to be finite. */
	readonly isSealed: boolean;
};

/**
Reads a file that is in memory.

@param path - For messages.
@throws CheckpointError if it is damaged or not what is asked for.
*/
export async function decodeSafetensors(file: Uint8Array<ArrayBuffer>, path: string, {expected, wanted, isSealed}: ReadOptions): Promise<Safetensors> {
	const header = parseHeader(file, file.length, path);
	checkExpected(header, expected, path);
	if (isSealed) {
		await checkSeal(file, path);
	}

	const tensors = new Map<string, Tensor>();
	for (const {name, dtype, shape, begin, end} of header.tensors.values()) {
		if (wanted?.has(name) === false) {
			continue;
		}

		if (!isWeight(dtype)) {
			throw new CheckpointError(`Expected the tensor ${quote(name)} of ${path} to be ${weightDtypes.slice(0, -1).join(', ')} or ${weightDtypes.at(-1)}, got ${dtype}. Convert it first.`);
		}

		const {byteOffset} = file;
		// A copy of its own: in files of others the numbers may begin anywhere.
		const buffer = file.buffer.slice(byteOffset + header.dataStart + begin, byteOffset + header.dataStart + end);
		tensors.set(name, {name, shape, data: numbersOf(buffer, dtype)});
	}

	if (!isSealed) {
		checkFinite(tensors, path);
	}

	return {tensors, metadata: header.metadata};
}

/** As they lie in memory, or, where there is no array for them, in the next wider kind. */
function numbersOf(buffer: ArrayBuffer, dtype: WeightDtype): RealArray {
	switch (dtype) {
		case 'F64': {
			return new Float64Array(buffer);
		}

		case 'F32': {
			return new Float32Array(buffer);
		}

		case 'F16': {
			return widenF16(new Uint16Array(buffer));
		}

		case 'BF16': {
			return widenBF16(new Uint16Array(buffer));
		}
	}
}

/**
Sees that a file holds the tensors that are expected, before any of them is read.

@throws CheckpointError if one is missing, has another shape or is not among them.
*/
export function checkExpected({tensors}: SafetensorsHeader, expected: ReadOptions['expected'], path: string): void {
	if (!expected) {
		return;
	}

	const advice = 'It belongs to another model; use its settings or another file.';
	for (const {name, shape} of expected) {
		const entry = tensors.get(name);
		if (!entry) {
			throw new CheckpointError(`Expected ${path} to hold the tensor ${quote(name)} of shape ${shapeText(shape)}, got none of that name. ${advice}`);
		}

		if (shapeText(shape) !== shapeText(entry.shape)) {
			throw new CheckpointError(`Expected the tensor ${quote(name)} of ${path} to be of shape ${shapeText(shape)}, got ${shapeText(entry.shape)}. ${advice}`);
		}
	}

	const known = new Set(expected.map(({name}) => name));
	for (const {name, shape} of tensors.values()) {
		if (!known.has(name)) {
			throw new CheckpointError(`Expected ${path} to hold only the tensors of the model, got also ${quote(name)} of shape ${shapeText(shape)}. ${advice}`);
		}
	}
}

function checkFinite(tensors: ReadonlyMap<string, Tensor>, path: string) {
	for (const {name, data} of tensors.values()) {
		const index = data.findIndex(number => !Number.isFinite(number));
		if (index !== -1) {
			throw new CheckpointError(`Expected finite numbers in the tensor ${quote(name)} of ${path}, got ${data[index]} at index ${index}. Use weights from before it diverged.`);
		}
	}
}
