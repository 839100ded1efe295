import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import {CheckpointError} from '../../errors.js';
import {metadataKey, prefixBytes} from './safetensors-header.js';

/** The key of the metadata that holds the seal. */
export const sealKey = 'sha256';
const sealDigits = 64;
/** So begins every file that this program writes, which puts the seal always in the same place. */
export const headerStart = `{"${metadataKey}":{"${sealKey}":"`;
/** A seal that is still to be written. */
export const emptySeal = '0'.repeat(sealDigits);
const sealStart = prefixBytes + headerStart.length;
const sealEnd = sealStart + sealDigits;

/**
Writes the seal into a file that `encodeSafetensors` has made: the SHA-256 of all its bytes, with the 64
digits of the seal taken as zeros. It is computed in another thread.
*/
export async function sealSafetensors(file: Uint8Array<ArrayBuffer>): Promise<void> {
	file.set(await computeSeal(file), sealStart);
}

/** The digits of the seal as bytes. Leaves zeros in their place. */
async function computeSeal(file: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
	file.fill(0x30, sealStart, sealEnd);
	return Buffer.from(Buffer.from(await crypto.subtle.digest('SHA-256', file)).toString('hex'));
}

/**
Sees that a file is as it was saved, while it is read piece by piece. In this thread, for the other one would be given a copy of the
file, which takes several times as long as the hash.
*/
export class SealCheck {
	readonly #hash = createHash('sha256');
	readonly #digits: string;
	readonly #path: string;

	/**
	Begins with the header.

	@param start - The file up to the end of its header.
	@throws CheckpointError if there is no seal.
	*/
	constructor(start: Uint8Array, path: string) {
		this.#path = path;
		if (Buffer.from(start.subarray(prefixBytes, sealStart)).toString('latin1') !== headerStart) {
			throw new CheckpointError(`Expected ${path} to be sealed by this program, got no seal at the beginning of its header. Use a file as it was saved.`);
		}

		this.#digits = Buffer.from(start.subarray(sealStart, sealEnd)).toString('latin1');
		this.#hash.update(start.subarray(0, sealStart)).update(emptySeal).update(start.subarray(sealEnd));
	}

	/** Takes what comes next. */
	add(piece: Uint8Array): void {
		this.#hash.update(piece);
	}

	/**
	To be called when all of it has been read.

	@throws CheckpointError if the seal does not fit it.
	*/
	end(): void {
		if (this.#hash.digest('hex') !== this.#digits) {
			throw new CheckpointError(`Expected ${this.#path} to be as it was saved, got bytes that its seal does not fit. It is damaged or was changed; use another file.`);
		}
	}
}
