import {afterEach, expect, it} from 'vitest';
import {Terminal} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let terminal: Terminal | undefined;

afterEach(() => {
	terminal?.kill();
});

it('goes through the stages of a step by itself, and on to the next, until space holds it', async () => {
	const screen = new Terminal('$MICROGPT --slow --steps 2 --name slow; echo ended; $MICROGPT replay slow --slow', {columns: 120, rows: 40, environment: {MICROGPT_RUNS_DIR: temporary.pathOf('runs')}});
	terminal = screen;
	await screen.waitFor(/\[① take a document\][\s\S]*Step 1 has taken/v);
	expect(screen.text()).toContain('▶ 4 s each, by itself');
	screen.send('+');
	screen.send('+');
	await screen.waitFor('▶ 1 s each, by itself');
	for (const stage of [/\[② forward\][\s\S]*At position 1 /v, /\[② forward\][\s\S]*At position 2 /v, /\[③ backward\]/v, /\[④ move the parameters\][\s\S]*One of them/v, /\[④ move the parameters\][\s\S]*An arrow for each/v, /\[⑤ zero the gradients\]/v]) {
		await screen.waitFor(stage);
	}

	await screen.waitFor(/\[① take a document\][\s\S]*Step 2 has taken/v);
	await screen.waitFor(/\[② forward\]/v);
	screen.send(' ');
	await screen.waitFor('space play');
	expect(screen.text()).not.toContain('by itself');
	const held = screen.text();
	await new Promise(resolve => {
		setTimeout(resolve, 1500);
	});
	expect(screen.text()).toBe(held);
	screen.send('q');
	await screen.waitFor('ended');
	await screen.waitFor(/\[① take a document\][\s\S]*Step 1 has taken/v);
	screen.send('q');
});
