import {Buffer} from 'node:buffer';
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
Sees that a file is as it was saved.

@throws CheckpointError if it has no seal, or another one.
*/
export async function checkSeal(file: Uint8Array<ArrayBuffer>, path: string) {
	const start = Buffer.from(file.subarray(prefixBytes, sealStart)).toString('latin1');
	if (start !== headerStart) {
		throw new CheckpointError(`Expected ${path} to be sealed by this program, got no seal at the beginning of its header. Use a file as it was saved.`);
	}

	const digits = Uint8Array.from(file.subarray(sealStart, sealEnd));
	const computed = await computeSeal(file);
	file.set(digits, sealStart);
	if (Buffer.compare(digits, computed) !== 0) {
		throw new CheckpointError(`Expected ${path} to be as it was saved, got bytes that its seal does not fit. It is damaged or was changed; use another file.`);
	}
}
