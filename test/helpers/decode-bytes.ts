import * as decoding from '../../source/storage/safetensors/decode-safetensors.js';
import {type Safetensors} from '../../source/storage/safetensors/safetensors.js';

/** Reads a file that is in memory. */
export async function decodeSafetensors(file: Uint8Array, path: string, options: decoding.ReadOptions): Promise<Safetensors> {
	return decoding.decodeSafetensors({
		size: file.length,
		async read(into, place) {
			into.set(file.subarray(place, place + into.length));
		},
	}, path, options);
}
