/**
Takes a picture of a view of the dashboard in a real pseudo-terminal and prints it as SVG.

	npm run build
	node media/screenshot.ts > overview.svg
	node media/screenshot.ts 2 v > step.svg     # presses 2 and v first
	node media/screenshot.ts 4 right > inside.svg
	node media/screenshot.ts --size 200x60 --background light > panes.svg
	node media/screenshot.ts --run 'race --optimizer sgd,momentum,rmsprop,adam --learning-rate 0.01' > media/race.svg
	node media/screenshot.ts --run '' 2 e > media/follow.svg
	rsvg-convert --zoom 1.5 overview.svg | pngquant --nofs 40 - > media/overview.png
	zopflipng -y media/overview.png media/overview.png    # a tenth smaller, pixel for pixel the same
	pngquant --nofs 24 --force --output media/panes.png media/panes.png    # the largest one needs no more
*/
import process from 'node:process';
import {parseArgs} from 'node:util';
import {pause, Terminal} from '../test/helpers/terminal.ts';
import {drawFrame, drawScreen} from './draw-screen.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		size: {type: 'string', default: '100x30'},
		background: {type: 'string', default: 'dark'},
		run: {type: 'string', default: '--preset microgpt'},
	},
});
const [columns, rows] = values.size.split('x').map(Number);
const background = values.background === 'light' ? 'light' : 'dark';
/** The keys that lead to the view, pressed when most of the run is done. */
const named: Readonly<Record<string, string>> = {
	left: '\u{1B}[D', right: '\u{1B}[C', up: '\u{1B}[A', down: '\u{1B}[B', enter: '\r', tab: '\t', escape: '\u{1B}', space: ' ',
};
const keys = positionals.map(key => named[key] ?? key);
/** What a view asks the training for is there by then. */
const settlingMs = 1500;

const terminal = new Terminal(`$MICROGPT ${values.run} --no-save --background ${background}`, {columns, rows, environment: {COLORTERM: 'truecolor'}});
await terminal.waitUntil('most of the run', () => (terminal.step() ?? 0) >= 700);
if (keys.length > 0) {
	terminal.send(' ');
	for (const key of keys) {
		terminal.send(key);
		await pause(settlingMs);
	}
}

const {backs, texts} = drawScreen(terminal.cells(), background);
const svg = drawFrame(columns, rows, background, [...backs, ...texts].join('\n'));
terminal.send('q');
await terminal.exitCode();
process.stdout.write(svg);
