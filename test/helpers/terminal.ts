import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {type IPty, spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {cellsOf} from '../../source/text/cells-of.js';

export const cliPath = fileURLToPath(new URL('../../program/cli.js', import.meta.url));

export type TerminalOptions = {
	readonly columns?: number;
	readonly rows?: number;
	readonly environment?: Readonly<Record<string, string>>;
	/** Emoji take two cells, and what joins them nothing: as in tmux, which knows characters but not what they make together. */
	readonly hasWideEmoji?: boolean;
};

/** Each character as wide as it is alone, whatever stands beside it. */
const characterWidths = {
	version: 'characters',
	wcwidth: (codePoint: number) => Math.min(2, cellsOf(String.fromCodePoint(codePoint))) as 0 | 1 | 2,
	/** As xterm packs it: whether it joins the one before in the lowest bit, then its width. */
	charProperties(codePoint: number, before: number) {
		const [own, widthBefore] = [characterWidths.wcwidth(codePoint), Math.floor(before / 2) % 4];
		const isJoined = own === 0 && widthBefore > 0;
		return (2 * (isJoined ? widthBefore : own)) + (isJoined ? 1 : 0);
	},
};

/** The program wraps each frame in these. */
const [frameBegin, frameEnd] = ['\u{1B}[?2026h', '\u{1B}[?2026l'];
/** A chunk may end in the middle of a sequence, which may become one of these. */
const cutSequence = /\u{1B}(?:\[[\d?]*)?$/v;

/** So long that only what never comes is not waited for, however busy the machine is. */
const patienceMs = 60_000;
const pollMs = 15;

/**
A program in a real pseudo-terminal, and the screen that a person would see.

The environment is a fresh one: an inherited `CI` would turn the dashboard off.
*/
export class Terminal {
	/** Everything that the program wrote, escape sequences included. */
	output = '';
	readonly #process: IPty;
	readonly #screen: InstanceType<typeof xterm.Terminal>;
	readonly #exited: Promise<number>;
	/** The beginning of a frame, of which a terminal shows all or nothing. */
	#unfinished = '';

	/** Runs a shell command, in which `$MICROGPT` is the built program. */
	constructor(command: string, {columns = 80, rows = 24, environment = {}, hasWideEmoji = false}: TerminalOptions = {}) {
		this.#screen = new xterm.Terminal({
			cols: columns, rows, allowProposedApi: true, scrollback: 500,
		});
		if (hasWideEmoji) {
			this.#screen.unicode.register(characterWidths);
			this.#screen.unicode.activeVersion = characterWidths.version;
		}

		this.#process = spawn('/bin/sh', ['-c', command.replaceAll('$MICROGPT', () => `'${process.execPath}' '${cliPath}'`)], {
			// The name sets TERM, whatever the environment says.
			name: environment.TERM ?? 'xterm-256color',
			cols: columns,
			rows,
			env: {
				PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', MICROGPT_RUNS_DIR: process.env.MICROGPT_RUNS_DIR ?? '', MICROGPT_CONFIG_DIR: process.env.MICROGPT_CONFIG_DIR ?? '', LANG: 'C.UTF-8', TERM: 'xterm-256color', ...environment,
			},
		});
		this.#process.onData(data => {
			this.output += data;
			this.#show(data);
		});
		this.#exited = new Promise(resolve => {
			this.#process.onExit(({exitCode}) => {
				resolve(exitCode);
			});
		});
	}

	/** The rows that are visible now, without the blanks at their ends. */
	rows(): string[] {
		const {cols: columns, rows, buffer: {active}} = this.#screen;
		// Beyond its edge a screen that was wider remembers what nobody sees.
		return Array.from({length: rows}, (_, row) => active.getLine(active.viewportY + row)?.translateToString(true, 0, columns) ?? '');
	}

	text(): string {
		return this.rows().join('\n');
	}

	/** The cells that are visible now, row by row, for a picture of the screen: a colour is its number in the palette, or `#rrggbb`. */
	cells() {
		const {active} = this.#screen.buffer;
		return Array.from({length: this.#screen.rows}, (_, row) => {
			const line = active.getLine(active.viewportY + row);
			return Array.from({length: this.#screen.cols}, (__, column) => {
				const cell = line?.getCell(column);
				return {
					text: cell?.getChars() ?? '',
					color: cell?.isFgRGB() ? hexOf(cell.getFgColor()) : (cell?.isFgPalette() ? cell.getFgColor() : undefined),
					background: cell?.isBgRGB() ? hexOf(cell.getBgColor()) : (cell?.isBgPalette() ? cell.getBgColor() : undefined),
					isBold: cell?.isBold() !== 0,
					isDim: cell?.isDim() !== 0,
					isInverse: cell?.isInverse() !== 0,
					isStruck: cell?.isStrikethrough() !== 0,
				};
			});
		});
	}

	/** The step counter of the dashboard; undefined while none is shown. */
	step(): number | undefined {
		const digits = /step +(?<step>[\d,]+) \/ /v.exec(this.text())?.groups?.step;
		return digits === undefined ? undefined : Number(digits.replaceAll(',', ''));
	}

	get isAlternateScreen(): boolean {
		return this.#screen.buffer.active.type === 'alternate';
	}

	/** The titles that the terminal was given, in their order. */
	titles(): string[] {
		return [...this.output.matchAll(/\u{1B}\]2;(?<title>[^\u{7}]*)\u{7}/gv)].map(({groups}) => groups!.title);
	}

	/** Modes that a program must not leave on: each that was set last and not reset, and a title that was not given back. */
	modesLeftOn(): string[] {
		const state = new Map<string, boolean>();
		for (const {groups} of this.output.matchAll(/\u{1B}\[\?(?<modes>[\d;]+)(?<setting>[hl])/gv)) {
			for (const mode of groups!.modes.split(';')) {
				state.set(mode, groups!.setting === 'h');
			}
		}

		const isOn = (mode: string) => state.get(mode) === true;
		const problems = ['1000', '1002', '1003', '1006', '1049', '2004', '2026'].filter(mode => isOn(mode));
		const countOf = (sequence: string) => this.output.split(sequence).length - 1;
		const isTitleLeft = countOf('\u{1B}[22;0t') !== countOf('\u{1B}[23;0t');
		return [...problems, ...(state.get('25') === false ? ['hidden cursor'] : []), ...(isTitleLeft ? ['title'] : [])];
	}

	send(keys: string): void {
		this.#process.write(keys);
	}

	resize(columns: number, rows: number): void {
		this.#screen.resize(columns, rows);
		this.#process.resize(columns, rows);
	}

	/** Waits until something holds; fails with the screen as it is then. */
	async waitUntil(what: string, isTrue: () => boolean): Promise<void> {
		const deadline = Date.now() + patienceMs;
		while (!isTrue()) {
			if (Date.now() > deadline) {
				throw new Error(`Waited in vain for: ${what}. The screen:\n${this.text()}`);
			}

			await pause(pollMs);
		}
	}

	/** Waits until a text is on the screen. */
	async waitFor(text: RegExp | string): Promise<void> {
		await this.waitUntil(String(text), () => typeof text === 'string' ? this.text().includes(text) : text.test(this.text()));
	}

	/** Waits for the end of the command. */
	async exitCode(): Promise<number> {
		const code = await this.#exited;
		this.#screen.write(this.#unfinished);
		this.#unfinished = '';
		// Let the screen take in the last bytes.
		await new Promise<void>(resolve => {
			this.#screen.write('', resolve);
		});
		return code;
	}

	#show(data: string): void {
		const text = this.#unfinished + data;
		const begin = text.lastIndexOf(frameBegin);
		const isFrameOpen = begin !== -1 && !text.includes(frameEnd, begin);
		const end = isFrameOpen ? begin : (cutSequence.exec(text)?.index ?? text.length);
		this.#unfinished = text.slice(end);
		this.#screen.write(text.slice(0, end));
	}

	kill(): void {
		try {
			this.#process.kill('SIGKILL');
		} catch {
			// It has ended already.
		}
	}
}

function hexOf(color: number): string {
	return `#${color.toString(16).padStart(6, '0')}`;
}

export async function pause(milliseconds: number): Promise<void> {
	return new Promise(resolve => {
		setTimeout(resolve, milliseconds);
	});
}
