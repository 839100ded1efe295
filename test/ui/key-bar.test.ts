import {renderToString} from 'ink';
import {createElement} from 'react';
import {describe, expect, it} from 'vitest';
import {type SessionStatus} from '../../source/session/snapshot.js';
import {KeyBar} from '../../source/ui/components/key-bar.js';
import {keyBindings} from '../../source/ui/keys.js';
import {plainTheme} from '../helpers/frame.js';

function draw(columns: number, {status = 'running', hasKeys = true}: {status?: SessionStatus; hasKeys?: boolean} = {}): string {
	return renderToString(createElement(KeyBar, {
		columns, theme: plainTheme, status, hasKeys,
	}), {columns});
}

describe('the key bar', () => {
	it('fits any window whole: no word is cut off', () => {
		const words = new Set(['go', 'on', ...keyBindings.flatMap(({name, short}) => [name, short])]);
		for (let columns = 40; columns <= 120; columns++) {
			for (const status of ['running', 'paused', 'finished'] as const) {
				const bar = draw(columns, {status});
				expect(bar.length).toBeLessThanOrEqual(columns);
				expect(bar.trim().split(/ +/v).filter(word => !words.has(word))).toEqual([]);
			}
		}
	});

	it('always has room for pause and quit', () => {
		expect(draw(40)).toContain('space pause');
		expect(draw(40)).toContain('q quit');
		expect(draw(40)).toContain('? help');
	});

	it('shows every key at 80 columns', () => {
		const bar = draw(80);
		for (const {name} of keyBindings) {
			expect(bar).toContain(` ${name} `);
		}
	});

	it('never shows fewer keys in a wider window', () => {
		for (let columns = 40; columns < 120; columns++) {
			expect(draw(columns + 1).length).toBeGreaterThanOrEqual(draw(columns).length);
		}
	});

	it('says what space does now', () => {
		expect(draw(80, {status: 'paused'})).toContain('space go on');
		expect(draw(80, {status: 'paused'})).not.toContain('pause');
	});

	it('says when there are no keys', () => {
		expect(draw(80, {hasKeys: false})).toBe(' no keys: standard input is not a terminal');
		expect(draw(40, {hasKeys: false})).toHaveLength(40);
	});

	it('offers only what still works when the run is over', () => {
		expect(draw(80, {status: 'finished'}).trim()).toBe('? help  q quit');
	});
});
