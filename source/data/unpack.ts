import {promisify} from 'node:util';
import {NotTextError} from '../errors.js';
import {hasStart} from './decode-text.js';

const gzipStart = [0x1F, 0x8B];
/** What is unpacked at a time: each piece is a trip to another thread, and by itself Node makes thousands of them. */
const chunkSize = 1024 * 1024;

/** Whether a file is packed by gzip. */
export function isPacked(bytes: Uint8Array): boolean {
	return hasStart(bytes, gzipStart);
}

/**
Unpacks a file that is packed by gzip. No more is unpacked than is allowed: a small file can hold a huge one.

@param name - What to call it in an error.
@returns undefined if it would be more than `mostBytes`.
@throws NotTextError if it is damaged.
*/
export async function unpack(bytes: Uint8Array, mostBytes: number, name: string): Promise<Uint8Array | undefined> {
	// Most files are not packed: the start need not wait for it.
	const {gunzip} = await import('node:zlib');
	try {
		return await promisify(gunzip)(bytes, {maxOutputLength: mostBytes, chunkSize});
	} catch (error) {
		if (error instanceof RangeError) {
			return undefined;
		}

		throw new NotTextError(`Expected ${name} to be unpacked by gzip, got “${(error as Error).message}”. It is damaged or cut off; give it anew.`);
	}
}
