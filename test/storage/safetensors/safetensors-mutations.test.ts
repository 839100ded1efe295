import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {beforeAll, expect, it} from 'vitest';
import {CheckpointError} from '../../../source/errors.js';
import {readSafetensors} from '../../../source/storage/safetensors/read-safetensors.js';
import {decodeSafetensors} from '../../helpers/decode-bytes.js';
import {type Safetensors} from '../../../source/storage/safetensors/safetensors.js';
import {sealSafetensors} from '../../../source/storage/safetensors/seal.js';
import {fileOf, readByTheBook, sealedExample} from '../../helpers/safetensors-files.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

type Bytes = Uint8Array<ArrayBuffer>;
type Mutation = (file: Bytes) => Bytes;

const folder = useTemporaryFolder();
let original: Bytes;
let contents: Safetensors;
beforeAll(async () => {
	original = await sealedExample();
	contents = readByTheBook(original);
});

/** From the beginning of a file to its end, whatever its size; the prefix and the header more often than not. */
const anyPlace = fc.oneof(
	fc.nat({max: 8}).map(place => () => place),
	fc.nat({max: 600}).map(place => (file: Bytes) => Math.min(place, file.length)),
	fc.double({min: 0, max: 1, noNaN: true}).map(share => (file: Bytes) => Math.floor(share * file.length)),
);
const anyBytes = fc.uint8Array({maxLength: 24});
const anyLength = fc.integer({min: 1, max: 64});

/** Replaces a part of a file, or inserts something if that is empty. */
function splice(file: Bytes, place: number, length: number, inserted: Uint8Array): Bytes {
	return Uint8Array.from(Buffer.concat([file.subarray(0, place), inserted, file.subarray(place + length)]));
}

/** What a careless writer or an evil one puts in place of a number or a name. */
const anyToken = fc.oneof(
	fc.nat({max: 200}).map(String),
	fc.constantFrom('-1', '1e3', '1.5', '00', '', '9007199254740993', '18446744073709551616', 'null', '[]', '{}', '"a"', '"__proto__"', '"F32"', '"wte"', '"__metadata__"'),
);

/** Changes a number or a string in the header, whose length is then right again. */
const headerMutation = fc.tuple(fc.nat(), anyToken).map(([choice, token]): Mutation => file => {
	const length = file.length < 8 ? 0 : Math.min(Number(Buffer.from(file).readBigUInt64LE()), file.length);
	const header = Buffer.from(file.subarray(8, 8 + length)).toString('latin1');
	const places = [...header.matchAll(/\d+|"[^"]*"/gv)];
	if (places.length === 0) {
		return file;
	}

	const {index, 0: replaced} = places[choice % places.length];
	const changed = header.slice(0, index) + token + header.slice(index + replaced.length);
	return fileOf(Buffer.from(changed, 'latin1'), file.subarray(8 + length));
});

const bitFlip = fc.tuple(anyPlace, fc.nat({max: 7})).map(([place, bit]): Mutation => file => file.map((byte, index) => {
	const isSet = Math.floor(byte / (2 ** bit)) % 2 === 1;
	return index === place(file) ? byte + (isSet ? -(2 ** bit) : 2 ** bit) : byte;
}));

const anyMutation = fc.oneof(
	bitFlip,
	anyPlace.map((place): Mutation => file => file.slice(0, place(file))),
	anyBytes.map((added): Mutation => file => splice(file, file.length, 0, added)),
	fc.tuple(anyPlace, anyLength, anyBytes).map(([place, length, bytes]): Mutation => file => splice(file, place(file), length, bytes)),
	fc.tuple(anyPlace, anyPlace, anyLength).map(([from, to, length]): Mutation => file => splice(file, to(file), length, file.subarray(from(file), from(file) + length))),
	headerMutation,
);

const anyMutations = fc.array(anyMutation, {minLength: 1, maxLength: 3}).map((mutations): Mutation => file => {
	let mutated = file;
	for (const mutate of mutations) {
		mutated = mutate(mutated);
	}

	return mutated;
});

/** What was read; nothing if it was refused as it should be. */
async function outcomeOf(reading: Promise<Safetensors>): Promise<Safetensors | undefined> {
	try {
		return await reading;
	} catch (error) {
		expect(error).toBeInstanceOf(CheckpointError);
		expect((error as Error).message).toMatch(/^Expected .+, got .+\. .+\.$/sv);
		return undefined;
	}
}

it('refuses every change of a sealed file', async () => {
	let refusals = 0;
	await fc.assert(fc.asyncProperty(anyMutations, async mutate => {
		const mutated = mutate(original);
		const outcome = await outcomeOf(decodeSafetensors(mutated, 'a.safetensors', {isSealed: true}));
		if (Buffer.compare(mutated, original) === 0) {
			expect(outcome).toStrictEqual(contents);
		} else {
			expect(outcome).toBe(undefined);
			refusals++;
		}
	}), {numRuns: 10_000, seed: 1, endOnFailure: true});
	expect(refusals).toBeGreaterThan(9000);
}, 60_000);

it('reads a changed file as the format says or not at all', async () => {
	let readings = 0;
	// One change at a time: more would leave hardly anything to read.
	await fc.assert(fc.asyncProperty(fc.oneof(bitFlip, headerMutation), async mutate => {
		const mutated = mutate(original);
		// With a new seal, the numbers do not matter and the header alone decides.
		if (mutated.length >= 99) {
			await sealSafetensors(mutated);
		}

		const outcome = await outcomeOf(decodeSafetensors(mutated, 'a.safetensors', {isSealed: true}));
		if (!outcome) {
			return;
		}

		readings++;
		expect(outcome).toStrictEqual(readByTheBook(mutated));
	}), {numRuns: 3000, seed: 2, endOnFailure: true});
	expect(readings).toBeGreaterThan(200);
}, 60_000);

it('does the same with files', async () => {
	await fc.assert(fc.asyncProperty(anyMutations, fc.boolean(), async (mutate, isSealed) => {
		const mutated = mutate(original);
		const path = await folder.write('mutated.safetensors', mutated);
		const outcome = await outcomeOf(readSafetensors(path, {isSealed}));
		const sameOutcome = await outcomeOf(decodeSafetensors(mutated, path, {isSealed}));
		expect(outcome).toStrictEqual(sameOutcome);
	}), {numRuns: 400, seed: 3, endOnFailure: true});
}, 60_000);
