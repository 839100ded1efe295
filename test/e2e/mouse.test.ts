import {
	afterEach,
	describe,
	expect,
	it,
} from 'vitest';
import {cellOf, mouseReports} from '../helpers/mouse.js';
import {pause, Terminal, type TerminalOptions} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let terminal: Terminal | undefined;
let count = 0;

/** In a folder of its own: what is in the list of runs is what is done here. */
function open(command: string, options?: TerminalOptions): Terminal {
	terminal = new Terminal(command, {...options, environment: {MICROGPT_RUNS_DIR: temporary.pathOf(`runs-${++count}`)}});
	return terminal;
}

afterEach(() => {
	terminal?.kill();
});

const isAsked = ({output}: Terminal) => /\u{1B}\[\?100[0236]h/v.test(output);

describe('the mouse on the dashboard', () => {
	it('presses keys, opens views, and goes through the runs', async () => {
		const screen = open('$MICROGPT --plain --steps 3 --name earlier > /dev/null 2>&1; $MICROGPT --speed 10', {columns: 100, rows: 30});
		const click = (text: string) => {
			screen.send(mouseReports.click(cellOf(screen, text)));
		};

		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 5);
		click('space pause');
		await screen.waitFor('resume');
		await pause(300);
		const step = screen.step()!;
		click('s step');
		await screen.waitUntil('one more step', () => screen.step() === step + 1);
		screen.send(mouseReports.move(cellOf(screen, 's step')));
		await screen.waitFor('pause and take one step');
		screen.send(mouseReports.move({row: 5, column: 5}));
		await screen.waitUntil('nothing more to say', () => !screen.text().includes('pause and take one step'));

		click('2 Step');
		await screen.waitFor('[2 Step]');
		await screen.waitFor('strongest gradients');
		click('g norm');
		await screen.waitFor('[g norm]');
		click('4 Inside');
		await screen.waitFor('[4 Inside]');
		await screen.waitFor('positions');
		click('positions');
		await screen.waitFor('[positions]');

		click('5 Runs');
		await screen.waitFor(/^ > .*chapter7/mv);
		click('3/3');
		await screen.waitFor(/^ > .*earlier/mv);
		screen.send(mouseReports.wheel('up', {row: 25, column: 20}));
		await screen.waitFor(/^ > .*chapter7/mv);
		screen.send(mouseReports.wheel('down', {row: 25, column: 20}));
		await screen.waitFor(/^ > .*earlier/mv);
		// Its line, not its name in the legend of the chart.
		click('3/3');
		await screen.waitFor('> Replay');
		click('Delete');
		await screen.waitFor('> Delete');
		click('Delete');
		await screen.waitFor('Remove earlier for good?');
		// While it asks, nothing but the answers can be clicked on.
		click('1 Overview');
		click('Replay');
		await pause(200);
		expect(screen.text()).toContain('Remove earlier for good?');
		click('n keep');
		await screen.waitUntil('no question', () => !screen.text().includes('for good?'));
		expect(screen.text()).toContain('earlier');

		click('q quit');
		expect(await screen.exitCode()).toBe(0);
		expect(screen.modesLeftOn()).toEqual([]);
	});

	it('tells steps of the chart, puts the cursor on them, and zooms by dragging and by the wheel', async () => {
		const screen = open('$MICROGPT --speed max --steps 200', {columns: 100, rows: 30});
		await screen.waitFor('finished');
		const {row} = cellOf(screen, 'unigram');
		const firstStep = () => Number(/^ +(?<step>\d+) .* step$/mv.exec(screen.text())?.groups?.step);
		screen.send(mouseReports.move({row, column: 40}));
		await screen.waitFor(/^ *step \d+ .*loss \d/mv);
		screen.send(mouseReports.move({row: 29, column: 0}));
		await screen.waitUntil('nothing told', () => !/^ *step \d+ .*loss \d/mv.test(screen.text()));

		screen.send(mouseReports.click({row, column: 40}));
		await screen.waitFor(/^ *step \d+ .*loss \d/mv);
		const step = Number(/^ *step (?<step>\d+) /mv.exec(screen.text())!.groups!.step);
		screen.send('\u{1B}[C');
		await screen.waitFor(`step ${step + 1} `);

		expect(firstStep()).toBe(1);
		screen.send(mouseReports.press({row, column: 30}));
		screen.send(mouseReports.drag({row, column: 45}));
		screen.send(mouseReports.drag({row: row + 1, column: 60}));
		screen.send(mouseReports.release({row: row + 1, column: 60}));
		await screen.waitUntil('the range alone', () => firstStep() > 1);
		const begin = firstStep();
		screen.send(mouseReports.wheel('up', {row, column: 50}));
		await screen.waitUntil('less of it', () => firstStep() > begin);
		for (let turn = 0; turn < 12; turn++) {
			screen.send(mouseReports.wheel('down', {row, column: 50}));
			await pause(60);
		}

		await screen.waitUntil('the whole run', () => firstStep() === 1);
		screen.send('q');
		expect(await screen.exitCode()).toBe(0);
	});

	it('is never a key, however its reports are torn, in a text that is typed or pasted too', async () => {
		const screen = open('$MICROGPT --speed 10');
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 5);
		const report = '\u{1B}[<35;10;5M';
		screen.send('3');
		await screen.waitFor('[3 Samples]');
		screen.send('t');
		await screen.waitFor('begins with “');
		screen.send('a');
		for (let length = 3; length < report.length; length++) {
			screen.send(report.slice(0, length));
			// Longer than Ink waits for the rest of a sequence.
			await pause(60);
			screen.send(report.slice(length));
		}

		for (const character of report.repeat(2)) {
			screen.send(character);
			await pause(5);
		}

		screen.send(`\u{1B}[200~b${report}c${report.slice(0, 6)}`);
		await pause(60);
		screen.send(`${report.slice(6)}d\u{1B}[201~`);
		await screen.waitFor('begins with “abcd”▌');
		screen.send(`e${report}${report}f`);
		await screen.waitFor('begins with “abcdef”▌');
		screen.send('\r');
		await screen.waitUntil('the end of the text', () => !screen.text().includes('▌'));
		screen.send('q');
		expect(await screen.exitCode()).toBe(0);
	});

	it('leaves nothing for the shell of what was under way when the program ended', async () => {
		const screen = open('$MICROGPT --speed 10; stty -icanon -echo min 0 time 5; rest=$(dd bs=1000 count=1 2>/dev/null | od -An -c); echo "left: [$rest]"');
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 5);
		const moves = mouseReports.move({row: 3, column: 3}).repeat(3);
		screen.send(`${moves}q`);
		await screen.waitUntil('the question whether the terminal is there', () => screen.output.includes('\u{1B}[5n'));
		expect(screen.modesLeftOn().filter(mode => mode.startsWith('10') && mode !== '1049')).toEqual([]);
		// What it had reported before it knew that nobody asks any more; then it answers.
		screen.send(moves);
		await pause(50);
		screen.send(`${moves}\u{1B}[0n`);
		await screen.waitFor('left: []');
		expect(await screen.exitCode()).toBe(0);
	});

	it.each([
		['--no-mouse', '$MICROGPT --no-mouse --speed 10 --steps 20'],
		['no keys', '$MICROGPT --speed 100 --steps 20 < /dev/null'],
	])('is the terminal\'s own with %s', async (_, command) => {
		const screen = open(command);
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 5);
		screen.send('q');
		expect(await screen.exitCode()).toBe(0);
		expect(isAsked(screen)).toBe(false);
	});
});
