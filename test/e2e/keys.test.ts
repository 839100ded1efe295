import {existsSync, readFileSync} from 'node:fs';
import process from 'node:process';
import {
	afterEach,
	describe,
	expect,
	it,
} from 'vitest';
import {type Action} from '../../source/ui/key-binding.js';
import {keyBindings} from '../../source/ui/key-table.js';
import {
	cliPath,
	pause,
	Terminal,
	type TerminalOptions,
} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let terminal: Terminal | undefined;
let count = 0;

/** In a folder of its own: what is in the list of runs is what is done here. */
function open(command: string, options?: TerminalOptions): Terminal {
	terminal = new Terminal(command, {...options, environment: {MICROGPT_RUNS_DIR: temporary.pathOf(`runs-${++count}`), MICROGPT_CONFIG_DIR: temporary.pathOf('config'), ...options?.environment}});
	return terminal;
}

afterEach(() => {
	terminal?.kill();
});

/** What a terminal sends for keys that are no characters. */
const sequences: Readonly<Record<string, string>> = {
	space: ' ', up: '\u{1B}[A', down: '\u{1B}[B', right: '\u{1B}[C', left: '\u{1B}[D', tab: '\t', 'shift+tab': '\u{1B}[Z', 'ctrl+l': '\u{C}', 'ctrl+z': '\u{1A}', enter: '\r', escape: '\u{1B}', 'shift+left': '\u{1B}[1;2D', 'shift+right': '\u{1B}[1;2C', home: '\u{1B}[H', end: '\u{1B}[F', pageup: '\u{1B}[5~', pagedown: '\u{1B}[6~', backspace: '\u{7F}',
};

/** Presses each key of the table once, as it stands there. */
class Presser {
	readonly pressed = new Set<Action>();
	readonly #screen: Terminal;

	constructor(screen: Terminal) {
		this.#screen = screen;
	}

	press(action: Action) {
		const {name} = keyBindings.find(binding => binding.action === action)!;
		this.#screen.send(sequences[name] ?? name);
		this.pressed.add(action);
	}
}

describe('the keys of the dashboard', () => {
	it('each do what the help says of them', async () => {
		const screen = open('$MICROGPT --steps 3000 --speed 100', {columns: 100, rows: 30});
		const presser = new Presser(screen);
		const press = (action: Action) => {
			presser.press(action);
		};

		await screen.waitFor('uniform 3.30');
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 20);

		press('toggleLogAxis');
		await pause(300);
		press('toggleGuides');
		await screen.waitUntil('no guides', () => !screen.text().includes('uniform 3.30'));
		press('toggleGuides');
		await screen.waitFor('uniform 3.30');
		press('slower');
		await screen.waitFor(/pace +10\/s/v);
		press('faster');
		await screen.waitFor(/pace +100\/s/v);
		press('raiseLearningRate');
		await screen.waitFor(/rate ×1\.5/v);
		await screen.waitFor('▲');
		press('lowerLearningRate');
		await screen.waitFor(/learning rate +0\.00/v);
		await screen.waitUntil('more than 200 steps', () => (screen.step() ?? 0) > 210);
		press('showLatest');
		await screen.waitUntil('the latest steps', () => !/^ +1 /mv.test(screen.text()));
		press('showWhole');
		await screen.waitFor(/^ +1 /mv);

		press('togglePause');
		await screen.waitFor('paused');
		await pause(300);
		const step = screen.step()!;
		press('stepOnce');
		await screen.waitUntil('one more step', () => screen.step() === step + 1);
		press('cursorBack');
		await screen.waitFor(`step ${step}  loss`);
		press('cursorFarBack');
		await screen.waitFor(`step ${step - 10}  loss`);
		press('markStep');
		press('cursorFarOn');
		await screen.waitFor(`step ${step}  loss`);
		press('cursorOn');
		await screen.waitFor(`step ${step + 1}  loss`);
		press('cursorFirst');
		await screen.waitFor('step 1  loss');
		press('toggleLogSteps');
		await screen.waitFor(/^ +1 .* 10 .* 100 /mv);
		press('backOut');
		press('cursorLast');
		await screen.waitUntil('no cursor', () => !screen.text().includes('step 1  loss'));
		press('toggleZoom');
		await screen.waitFor('close-up');
		press('toggleZoom');
		press('toggleFine');
		await screen.waitUntil('fine lines', () => !screen.text().includes('━━ running mean'));
		await screen.waitUntil('that is kept', () => existsSync(temporary.pathOf('config/preferences.json')));
		const preferences = readFileSync(temporary.pathOf('config/preferences.json'), 'utf8');
		expect(JSON.parse(preferences)).toEqual({isFine: true});
		press('checkpoint');
		await screen.waitFor(`Saved at step ${step + 1}.`);

		press('showStep');
		await screen.waitFor('[2 Step]');
		press('stepBack');
		await screen.waitFor(`◂ step ${step}`);
		press('stepOn');
		await screen.waitUntil('the present', () => !screen.text().includes(`◂ step ${step} `));
		press('verify');
		press('follow');
		await screen.waitFor('parameter 1 of the');
		screen.send('e');
		await screen.waitFor('strongest gradients');
		press('nudge');
		await screen.waitFor('loss of the whole document');
		screen.send('\u{1B}');
		await screen.waitFor('strongest gradients');
		screen.resize(150, 44);
		await screen.waitFor('──[2 Step]──');
		press('enlarge');
		await screen.waitUntil('one view', () => !screen.text().includes('──[2 Step]──'));
		screen.resize(100, 30);
		press('right');
		press('left');
		press('showSamples');
		await screen.waitFor('[3 Samples]');
		press('warmer');
		await screen.waitFor('0.6');
		press('cooler');
		await screen.waitFor('0.5');
		press('type');
		await screen.waitFor('enter make one up');
		screen.send('ka\r');
		await screen.waitFor(/“ka”|"ka"/v);
		press('makeUp');
		await screen.waitFor(/\bka[a-z]*/v);
		press('down');
		press('up');
		press('writeOn');
		await screen.waitFor('the model after step');
		screen.send('\u{1B}');
		await screen.waitFor('[3 Samples]');
		press('slowMotion');
		await screen.waitFor('take a document');
		for (const stage of ['② forward', '③ backward', '④ move the parameters', '⑤ zero the gradients']) {
			press('right');
			await screen.waitFor(`[${stage}]`);
		}

		press('toggleCode');
		await screen.waitFor('The code of this stage');
		press('walkNodes');
		await screen.waitFor('node by node: from the loss');
		press('showMoves');
		await screen.waitFor('An arrow for each');
		press('playStages');
		await screen.waitFor('▶ 4 s');
		press('shorterStages');
		await screen.waitFor('▶ 2 s');
		press('longerStages');
		await screen.waitFor('▶ 4 s');
		press('playStages');
		await screen.waitFor('space play');
		screen.send('\u{1B}');
		await screen.waitFor('[3 Samples]');
		press('showInside');
		await screen.waitFor('[4 Inside]');
		press('nextView');
		await screen.waitFor('[5 Runs]');
		press('previousView');
		await screen.waitFor('[4 Inside]');
		press('toggleHelp');
		await screen.waitFor('pause or resume');
		press('toggleHelp');
		await screen.waitFor('[4 Inside]');
		press('toggleGlossary');
		await screen.waitFor('Words of the view Inside');
		press('toggleGlossary');
		await screen.waitFor('[4 Inside]');
		press('guess');
		await screen.waitFor('mean surprise in nats');
		screen.send('a');
		await screen.waitFor('mean surprise over 1 letter');
		screen.send('\u{1B}');
		await screen.waitFor('[4 Inside]');
		press('teach');
		await screen.waitFor('word: ▌');
		screen.send('zyz\r');
		await screen.waitFor('Not taught yet');
		press('teachMore');
		await screen.waitFor('10 steps on “zyz” alone');
		press('teachOnce');
		await screen.waitFor('11 steps on “zyz” alone');
		press('otherRate');
		await screen.waitFor('Not taught yet');
		press('teachOnce');
		await screen.waitFor('1 step on “zyz” alone');
		press('unteach');
		await screen.waitFor('Not taught yet');
		screen.send('\u{1B}');
		await screen.waitFor('[4 Inside]');
		press('showRuns');
		await screen.waitFor('[5 Runs]');
		await screen.waitFor('latest first');
		press('sortRuns');
		await screen.waitFor('by name');
		press('markRun');
		await screen.waitFor('1 marked');
		press('compareRuns');
		await screen.waitFor('Mark two runs or more');
		press('open');
		await screen.waitFor('It is running here.');
		press('back');
		await screen.waitFor('by name');
		press('showOverview');
		await screen.waitFor('uniform 3.30');

		const outputBefore = screen.output.length;
		press('repaint');
		await screen.waitUntil('the whole frame again', () => screen.output.slice(outputBefore).includes('microgpt-tui'));
		await screen.waitFor('uniform 3.30');
		// It has been away when it takes the title again. Until then the terminal belongs to the shell, where a key is lost and
		// Ctrl+Z throws away what was written last.
		const timesTitled = () => screen.output.split('\u{1B}[22;0t').length - 1;
		let titled = timesTitled();
		// Twice at once, and while the terminal is away.
		screen.send('\u{C}\u{C}\u{1A}\u{C}');
		await screen.waitUntil('it takes the title again', () => timesTitled() > titled);
		await screen.waitUntil('the frame', () => screen.isAlternateScreen && screen.text().includes('uniform 3.30'));
		titled = timesTitled();
		// Nobody could call the program again here: it goes on by itself.
		press('suspend');
		await screen.waitUntil('it takes the title once more', () => timesTitled() > titled);
		await screen.waitUntil('the frame again', () => screen.isAlternateScreen && screen.text().includes('uniform 3.30'));

		press('restart');
		await screen.waitFor('Start again');
		screen.send('y');
		await screen.waitUntil('the first steps again', () => (screen.step() ?? Infinity) < step);
		screen.send('++++');
		await screen.waitFor('finished');
		press('next');
		await screen.waitFor(/microgpt-tui +microgpt/v);
		await screen.waitFor('chapter7 before');
		await screen.waitUntil('some steps of it', () => (screen.step() ?? 0) > 30);
		// At the last step there would be nothing to do another way.
		press('cursorFarBack');
		await screen.waitFor('◂ step');
		press('fork');
		await screen.waitFor('Another way from step');
		screen.send('\r');
		await screen.waitFor(/> b unchanged/v);
		press('nextRun');
		await screen.waitFor(/> a microgpt/v);
		press('learn');
		await screen.waitFor('chapter7, 1 of');
		press('nextCard');
		await screen.waitFor('chapter7, 2 of');
		press('previousCard');
		await screen.waitFor('chapter7, 1 of');
		press('quit');
		await screen.waitFor('Back at your run');
		press('quit');
		expect(await screen.exitCode()).toBe(0);
		expect(screen.modesLeftOn()).toEqual([]);
		const inTraining = keyBindings.filter(({modes}) => modes?.includes('training') ?? true);
		expect(inTraining.map(({action}) => action).filter(action => !presser.pressed.has(action))).toEqual([]);
	});

	it('give the terminal to the shell and come back', async () => {
		const screen = open('bash --norc --noprofile -i', {environment: {PS1: 'shell> '}});
		await screen.waitFor('shell>');
		screen.send(`${process.execPath} ${cliPath} --speed 10\r`);
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 5);
		screen.send('\u{1A}');
		await screen.waitFor('Stopped');
		expect(screen.isAlternateScreen).toBe(false);
		screen.send('echo back in the $((1 + 1))nd program\r');
		await screen.waitFor('back in the 2nd program');
		screen.send('fg\r');
		await screen.waitUntil('the dashboard', () => screen.isAlternateScreen);
		const step = screen.step() ?? 0;
		await screen.waitUntil('more steps', () => (screen.step() ?? 0) > step + 3);
		screen.send('q');
		await screen.waitFor(/stopped after[\s\S]*shell>/v);
		screen.send('stty -a | grep -o -- "-*icanon"; exit\r');
		await screen.exitCode();
		expect(screen.text()).toMatch(/^icanon$/mv);
		expect(screen.modesLeftOn().filter(mode => mode !== '2004')).toEqual([]);
	});
});
