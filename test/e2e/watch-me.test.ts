import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import {watchEvents} from '../../source/shows/watch/watch-events.js';
import {type ToldEvent} from '../../source/training/told-events.js';

const example = fileURLToPath(new URL('../../examples/watch-me.py', import.meta.url));
const start = () => spawn('python3', [example], {stdio: ['ignore', 'pipe', 'pipe']});

it('reads a training in Python', async () => {
	const program = start();
	const watched = watchEvents({stream: program.stdout, name: 'watch-me.py'});
	const events: ToldEvent[] = [];
	for await (const event of watched.events) {
		events.push(event);
	}

	const losses = events.flatMap(event => event.type === 'step' ? [event.loss] : []);
	expect(events[0]).toMatchObject({type: 'start', preset: 'watch-me.py', training: {steps: 300}});
	expect(losses).toHaveLength(300);
	expect(losses[0]).toBeCloseTo(Math.log(6));
	expect(losses.every((loss, index) => index === 0 || loss < losses[index - 1])).toBe(true);
	expect(losses.at(-1)).toBeLessThan(1.3);
	expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'completed', totals: {steps: 300}});
	// Each line is an event.
	expect(watched.source.state.lines).toBe(events.length);
	expect(events.map(({type}) => type)).not.toContain('warning');
});

it('ends quietly when nobody watches any more', async () => {
	const program = start();
	let complaints = '';
	program.stderr.on('data', (chunk: unknown) => {
		complaints += String(chunk);
	});
	await once(program.stdout, 'data');
	program.stdout.destroy();
	const [code] = await once(program, 'close') as [unknown];
	expect(code).toBe(0);
	expect(complaints).toBe('');
});
