import {describe, expect, it} from 'vitest';
import {type Snapshot} from '../../source/session/snapshot.js';
import {type KeyBinding} from '../../source/ui/key-binding.js';
import {keyBindings} from '../../source/ui/key-table.js';
import {bindingOf, isInForce} from '../../source/ui/keys.js';
import {type ViewName, viewNames} from '../../source/ui/view-state.js';

const moments = viewNames.flatMap(view => (['running', 'paused', 'finished', 'failed'] as const).flatMap(status => (['training', 'replay', 'watch'] as const).map(mode => ({
	view, status, mode, canAsk: mode !== 'watch',
}))));

describe('the keys', () => {
	it('have one meaning each at any moment', () => {
		for (const {view, ...moment} of moments) {
			const inputs = keyBindings.filter(binding => isInForce(binding, view, moment)).flatMap(binding => binding.inputs);
			expect(new Set(inputs).size).toBe(inputs.length);
		}
	});

	it('are one binding for each action', () => {
		const actions = keyBindings.map(({action}) => action);
		expect(new Set(actions).size).toBe(actions.length);
	});

	it('do what the table says, where and when it says so', () => {
		const isMeant = ({views, exceptIn, watchViews, when, modes, isForLessons}: KeyBinding, view: ViewName, {status, mode, canAsk}: Pick<Snapshot, 'status' | 'mode' | 'canAsk'>) => {
			const isOver = status === 'finished' || status === 'failed';
			const isThere = mode === 'watch' && watchViews ? watchViews.includes(view) : views === undefined || (views.includes(view) && (canAsk || !['step', 'inside', 'slow', 'teach', 'nudge', 'fork'].includes(view)));
			return isForLessons === undefined && view !== exceptIn && isThere && (when === 'always' || when === (isOver ? 'over' : 'running')) && (modes?.includes(mode) ?? true);
		};

		for (const {view, ...moment} of moments) {
			const meant = keyBindings.filter(binding => isMeant(binding, view, moment));
			for (const input of new Set(keyBindings.flatMap(({inputs}) => inputs))) {
				expect(bindingOf(input, view, moment)).toBe(meant.find(({inputs}) => inputs.includes(input)));
			}
		}
	});

	it('do nothing where the table says nothing', () => {
		for (const input of ['', 'J', 'Q', '\t', '\r', '\u{1B}', 'qq', 'é', '🎉', 'ctrl+x']) {
			for (const {view, ...moment} of moments) {
				expect(bindingOf(input, view, moment)).toBeUndefined();
			}
		}
	});

	it('are named by one of their inputs', () => {
		for (const {name, inputs} of keyBindings) {
			expect(inputs).toContain(name === 'space' ? ' ' : name);
		}
	});

	it('have a word for the key bar and a line for the help', () => {
		for (const {name, short, description} of keyBindings) {
			expect(short).toMatch(/^[ a-z]+$/v);
			expect(description.length).toBeLessThanOrEqual(26);
			expect(name + description).toMatch(/^[\u{20}-\u{7E}]+$/v);
		}
	});
});
