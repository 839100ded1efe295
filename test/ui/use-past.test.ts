import {Writable} from 'node:stream';
import {render} from 'ink';
import {createElement} from 'react';
import {expect, it, vi} from 'vitest';
import {type Ask} from '../../source/run/run.js';
import {type AskedPast, usePast} from '../../source/ui/hooks/use-past.js';

/** What the hook says, wherever one looks. */
function lookAt(ask: Ask) {
	const seen: {past?: AskedPast} = {};
	function Looking({step}: {readonly step?: number}) {
		seen.past = usePast(ask, step);
		return null;
	}

	const stdout = Object.assign(new Writable({
		write(_chunk, _encoding, done) {
			done();
		},
	}), {columns: 80, rows: 24}) as unknown as NodeJS.WriteStream;
	const instance = render(createElement(Looking), {stdout, debug: true, patchConsole: false});
	return {
		seen,
		goTo(step: number) {
			instance.rerender(createElement(Looking, {step}));
		},
		close() {
			instance.unmount();
		},
	};
}

it('tells how far it is to a step while one waits for an answer about it, and nothing of that afterwards', async () => {
	const asked: unknown[] = [];
	let answer: (found: unknown) => void;
	const ask = (async ([name]: readonly [string], options: {readonly step?: number} = {}) => {
		asked.push([name, options.step]);
		if (name === 'differenceBefore') {
			return {step: 37, recorded: 2.5, again: 2.4};
		}

		return name === 'wayBack'
			? {done: 340, total: 800}
			: new Promise(found => {
				answer = found;
			});
	}) as unknown as Ask;
	const {seen, goTo, close} = lookAt(ask);
	expect(seen.past).toEqual({ask, whyUnknown: undefined, wayBack: undefined});
	goTo(1200);
	const found = seen.past!.ask(['reportLastStep']);
	await vi.waitUntil(() => seen.past!.wayBack, {timeout: 10_000});
	expect(seen.past!.wayBack).toEqual({done: 340, total: 800});
	goTo(1100);
	expect(seen.past!.wayBack).toBeUndefined();
	goTo(1200);
	answer!({step: 1200});
	expect(await found).toEqual({step: 1200});
	await vi.waitUntil(() => seen.past!.wayBack === undefined, {timeout: 10_000});
	expect(seen.past!.difference).toEqual({step: 37, recorded: 2.5, again: 2.4});
	expect(asked.slice(0, 2)).toEqual([['reportLastStep', 1200], ['wayBack', 1200]]);
	close();
});

it('asks no longer how far it is once the question has failed', async () => {
	vi.useFakeTimers();
	try {
		const asked: string[] = [];
		const ask = (async ([name]: readonly [string]) => {
			asked.push(name);
			if (name === 'reportLastStep') {
				throw new Error('It is broken.');
			}

			return undefined;
		}) as unknown as Ask;
		const {seen, goTo, close} = lookAt(ask);
		goTo(5);
		await expect(seen.past!.ask(['reportLastStep'])).rejects.toThrow('It is broken.');
		await vi.advanceTimersByTimeAsync(10_000);
		expect(asked).toEqual(['reportLastStep']);
		close();
	} finally {
		vi.useRealTimers();
	}
});

it('tells why a step is not known', async () => {
	const ask = (async ([name]: readonly [string]) => name === 'whyUnknown' ? 'notKept' : undefined) as unknown as Ask;
	const {seen, goTo, close} = lookAt(ask);
	goTo(5);
	expect(await seen.past!.ask(['reportLastStep'])).toBeUndefined();
	await vi.waitUntil(() => seen.past!.whyUnknown, {timeout: 10_000});
	expect(seen.past!.whyUnknown).toBe('notKept');
	goTo(6);
	expect(seen.past!.whyUnknown).toBeUndefined();
	close();
});
