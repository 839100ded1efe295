import {describe, expect, it} from 'vitest';
import {widenBF16, widenF16} from '../../../source/storage/safetensors/half-precision.js';
import {decodeSafetensors} from '../../helpers/decode-bytes.js';
import {fileOf} from '../../helpers/safetensors-files.js';

const all = Uint16Array.from({length: 65_536}, (_, bits) => bits);

/** The number that some bits are, read from their digits: so many of the exponent, the rest of the fraction. */
function valueOf(bits: number, exponentDigits: number): number {
	const digits = bits.toString(2).padStart(16, '0');
	const sign = digits.startsWith('1') ? -1 : 1;
	const exponent = digits.slice(1, 1 + exponentDigits);
	const fraction = digits.slice(1 + exponentDigits);
	if (!exponent.includes('0')) {
		return fraction.includes('1') ? NaN : sign * Infinity;
	}

	const isNormal = exponent.includes('1');
	let value = Number.parseInt(`${isNormal ? '1' : '0'}${fraction}`, 2);
	const power = (isNormal ? Number.parseInt(exponent, 2) : 1) - ((2 ** (exponentDigits - 1)) - 1) - fraction.length;
	for (let step = 0; step < Math.abs(power); step++) {
		value = power < 0 ? value / 2 : value * 2;
	}

	return sign * value;
}

/** The first that differs, to the sign of a zero; undefined if none does. */
function firstDifference(widened: Float32Array, exponentDigits: number): string | undefined {
	const bits = all.find(half => !Object.is(widened[half], valueOf(half, exponentDigits)));
	return bits === undefined ? undefined : `${bits.toString(2)}: ${widened[bits]} instead of ${valueOf(bits, exponentDigits)}`;
}

describe('numbers of 16 bits', () => {
	it('are widened exactly, all 65,536 of F16', () => {
		expect(widenF16(all)).toHaveLength(65_536);
		expect(firstDifference(widenF16(all), 5)).toBeUndefined();
	});

	it('are widened exactly, all 65,536 of BF16', () => {
		expect(widenBF16(all)).toHaveLength(65_536);
		expect(firstDifference(widenBF16(all), 8)).toBeUndefined();
	});

	it.each([
		['F16', [0x00, 0x3C, 0x00, 0xC0, 0xFF, 0x7B, 0x01, 0x00], [1, -2, 65_504, 2 ** -24]],
		['BF16', [0x80, 0x3F, 0x00, 0xC0, 0x7F, 0x7F, 0x01, 0x00], [1, -2, 255 * (2 ** 120), 2 ** -133]],
	])('are read from a file, wherever in it they begin: %s', async (dtype, data, expected) => {
		const header = `{"first":{"dtype":"F4","shape":[2],"data_offsets":[0,1]},"a":{"dtype":"${dtype}","shape":[2,2],"data_offsets":[1,9]}}`;
		const {tensors} = await decodeSafetensors(fileOf(header, [0, ...data]), 'half.safetensors', {isSealed: false, wanted: new Set(['a'])});
		expect([...tensors.keys()]).toEqual(['a']);
		expect([...tensors.get('a')!.data]).toEqual(expected);
	});
});
