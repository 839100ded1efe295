import {describe, expect, it} from 'vitest';
import {bindingOf, keyBindings} from '../../source/ui/keys.js';

describe('the keys', () => {
	it('have one meaning each', () => {
		const inputs = keyBindings.flatMap(binding => binding.inputs);
		expect(new Set(inputs).size).toBe(inputs.length);
		expect(inputs.every(input => [...input].length === 1)).toBe(true);
	});

	it('are one binding for each action', () => {
		const actions = keyBindings.map(({action}) => action);
		expect(new Set(actions).size).toBe(actions.length);
	});

	it('do what the table says', () => {
		for (const {action, inputs} of keyBindings) {
			for (const input of inputs) {
				expect(bindingOf(input)?.action).toBe(action);
			}
		}
	});

	it('do nothing where the table says nothing', () => {
		for (const input of ['', 'x', 'Q', '\t', '\r', '\u{1B}', 'qq', 'é', '🎉']) {
			expect(bindingOf(input)).toBeUndefined();
		}
	});

	it('are named by one of their inputs', () => {
		for (const {name, inputs} of keyBindings) {
			expect(inputs).toContain(name === 'space' ? ' ' : name);
		}
	});

	it('have a word for the key bar and a line for the help', () => {
		for (const {short, description} of keyBindings) {
			expect(short).toMatch(/^[a-z]+$/v);
			expect(description.length).toBeLessThanOrEqual(60);
			expect(description).toMatch(/^[\u{20}-\u{7E}]+$/v);
		}
	});
});
