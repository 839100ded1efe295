import stringWidth from 'string-width';
import {
	afterEach,
	expect,
	it,
	vi,
} from 'vitest';
import {PythonRandom} from '../../source/random/python-random.js';
import {keyBindings} from '../../source/ui/key-table.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';
import {pause, Terminal} from '../helpers/terminal.js';

const seed = 20_261_123;
const keyCount = 10_000;
/** More that come together are taken for a pasted text. */
const keysPerBurst = 8;
const burstsPerResize = 25;
const totalSteps = 1_000_000;

/** Everything that a hand could press but what leaves the program or takes it away, or begins up to five more runs beside it; the lessons have keys of their own below. */
const keys = [
	...keyBindings.filter(({action}) => !['quit', 'suspend', 'fork', 'nextFile', 'learn'].includes(action)).flatMap(({inputs}) => inputs).filter(input => [...input].length === 1),
	'\u{1B}[A',
	'\u{1B}[B',
	'\u{1B}[C',
	'\u{1B}[D',
	'\t',
	'\u{1B}[Z',
	'\r',
	'\u{1B}',
	'\u{7F}',
	'x',
	'é',
	'\u{1B}OP',
	'\u{0}',
];

/** Its name may be anything that was typed. */
const headerEnd = /(?:[║✓✗\u{2800}-\u{28FF}] (?:starting|training|replaying|paused|finished|failed|diverged|stopping|evaluating|sampling)|◂ step [\d,]+ · end: now [║✓✗\u{2800}-\u{28FF}]) *$/v;

/** Keys, a question, or what a key has come to. */
const keysOrField = /^ (?:space|enter|escape|\S |tab|\?|↑↓|←→)/v;
const sentence = /^ (?:Start|Stop|Pasted|Nothing pasted|Remove|Leave|This run|Your run|Opening|Expected|Several runs|The run (?:goes on|pauses|takes|is saved)|Taking step|One step on|Pace now|The learning rate is|Rate (?:as|times)|What is made up|Temperature|Saving the run|Back (?:in the present|now)|Fine lines|No fine|Type a word)/v;
const bottom = new RegExp(`${keysOrField.source}|${sentence.source}`, 'v');

const temporary = useTemporaryFolder();
let opened: Terminal | undefined;

afterEach(() => {
	opened?.kill();
});

/** The frame is whole and where it belongs: one header at the top, one key bar at the bottom, nothing below it. */
function expectWholeFrame(terminal: Terminal, size: {columns: number; rows: number}) {
	const rows = terminal.rows();
	expect(rows[0], terminal.text()).toMatch(headerEnd);
	expect(rows.filter(row => headerEnd.test(row))).toHaveLength(1);
	expect(rows.at(-1)).toBe('');
	expect(rows.at(-2)).toMatch(bottom);
	expect(rows.filter(row => stringWidth(row) > size.columns)).toEqual([]);
}

/** A replay may have taken the place of the training: the first run in the list is resumed. */
async function resumeFirst(screen: Terminal) {
	for (let tries = 0; tries < 4 && !screen.text().includes('< > rate'); tries++) {
		for (const sequence of ['5', '\u{1B}', '\u{1B}', ...Array.from({length: 50}, () => '\u{1B}[A'), '\r', '\u{1B}[B', '\r']) {
			screen.send(sequence);
			// On a busy machine, keys that are read together are taken for a pasted text: the next time, they come more slowly.
			await pause(30 * (1 + tries));
		}

		// First in the list, then in the overview, where the cursor may still be in the past of the run that was left.
		await screen.waitFor(/step +[\d,]+ \/ 1,000,000/v);
		await pause(1000);
		screen.send('\u{1B}[F');
		for (let wait = 0; wait < 50 && !screen.text().includes('< > rate'); wait++) {
			await pause(200);
		}
	}

	await screen.waitFor('< > rate');
	await screen.waitFor(/step +[\d,]+ \/ 1,000,000/v);
}

/** Of several runs that go in step, those that are ahead stand still until the others have come as far. */
async function waitForSteps(screen: Terminal) {
	let before = screen.step()!;
	for (let tries = 0; tries < 15 && screen.step()! <= before; tries++) {
		await pause(1000);
		if (screen.step()! > before || !screen.text().includes('w which')) {
			continue;
		}

		screen.send('w');
		await pause(500);
		before = screen.step()!;
	}

	expect(screen.step()!).toBeGreaterThan(before);
}

it(`stays whole under ${keyCount.toLocaleString('en')} random keys and resizes (seed ${seed})`, {timeout: 240_000}, async () => {
	const random = new PythonRandom(seed);
	const below = (count: number) => random.choose(Array.from({length: count}, () => 1));
	// What it may export and remove is its own.
	const screen = new Terminal(`cd '${temporary.pathOf('.')}' && $MICROGPT --steps ${totalSteps} --speed 1000 --val-split 0.1 --runs-dir runs`, {columns: 80, rows: 24});
	opened = screen;
	await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 5);
	for (let burst = 1; burst * keysPerBurst <= keyCount; burst++) {
		for (let key = 0; key < keysPerBurst; key++) {
			screen.send(keys[below(keys.length)]);
			// Many that came together would be taken for a pasted text, which does nothing.
			await pause(1);
		}

		if (burst % burstsPerResize !== 0) {
			continue;
		}

		const size = {columns: 40 + below(120), rows: 10 + below(40)};
		screen.resize(size.columns, size.rows);
		await pause(100);
		// On a busy machine the last keys may still be on their way.
		await vi.waitFor(() => {
			expectWholeFrame(screen, size);
		}, {timeout: 60_000, interval: 100});
		expect(screen.step() ?? 0).toBeLessThanOrEqual(totalSteps);
	}

	// Whatever is open now: close it, and look at the run.
	screen.resize(80, 24);
	screen.send('\r');
	await pause(300);
	// The game of guessing takes every letter, and Enter too.
	screen.send('\u{1B}');
	await pause(300);
	// What is no key says no to a question.
	screen.send('é1');
	await screen.waitFor(/step +[\d,]+ \/ 1,000,000/v);
	// In the past there is no room for all keys.
	screen.send('\u{1B}[F');
	await pause(300);
	// Of several runs on the screen, one is trained; a replay alone gives way to a run that is.
	for (let tries = 0; tries < 6 && !screen.text().includes('< > rate') && screen.text().includes('w which'); tries++) {
		screen.send('w');
		await pause(300);
	}

	if (!screen.text().includes('< > rate')) {
		await resumeFirst(screen);
	}

	if (screen.text().includes('paused')) {
		screen.send(' ');
	}

	await waitForSteps(screen);
	const last = screen.step()!;
	screen.send('q');
	await pause(500);
	screen.send('y');
	expect(await screen.exitCode()).toBe(0);
	expect(screen.modesLeftOn()).toEqual([]);
	// Whatever the summary has to say of its runs, its beginning may have scrolled away.
	const {stopped} = [...screen.output.matchAll(/stopped\s+after\s+(?<stopped>[\d,]+)\s+of\s+1,000,000/gv)].at(-1)!.groups!;
	expect(Number(stopped.replaceAll(',', ''))).toBeGreaterThanOrEqual(last);
	// The frames cover each other: nothing is cleared in between but where the size changes.
	const resizes = keyCount / keysPerBurst / burstsPerResize;
	expect(screen.output.split('\u{1B}[2J').length - 1).toBeLessThanOrEqual(4 * resizes);
});

it('stays whole in the lessons, under random keys and resizes', async () => {
	const random = new PythonRandom(seed);
	const below = (count: number) => random.choose(Array.from({length: count}, () => 1));
	const screen = new Terminal('$MICROGPT learn', {columns: 80, rows: 24, environment: {MICROGPT_CONFIG_DIR: temporary.pathOf('config')}});
	opened = screen;
	await screen.waitFor(/of 18: A training step/v);
	const inLessons = [...keys, 'k', 'k', '\r', '\r'];
	for (const [columns, rows] of [[120, 40], [40, 12], [200, 60], [60, 20], [80, 24]]) {
		for (let key = 0; key < 60; key++) {
			screen.send(inLessons[below(inLessons.length)]);
			await pause(5);
		}

		screen.resize(columns, rows);
		await vi.waitFor(() => {
			const lines = screen.rows();
			expect(lines).toHaveLength(rows);
			expect(lines.at(-1), screen.text()).toBe('');
			expect(lines[0], screen.text()).not.toBe('');
			// The last rows may be the place of the card's keys, which are not named where others are for something else.
			expect(lines.slice(-6).join(''), screen.text()).not.toBe('');
			expect(lines.filter(row => stringWidth(row) > columns)).toEqual([]);
		}, {timeout: 20_000, interval: 50});
	}

	expect(screen.isAlternateScreen).toBe(true);
	screen.send('\u{3}');
	expect(await screen.exitCode()).toBe(130);
	expect(screen.modesLeftOn()).toEqual([]);
});
