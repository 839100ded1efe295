/**
Records the first twenty seconds of the dashboard in a real pseudo-terminal and prints them as an animated SVG.

	npm run build
	node media/record.ts > media/first-twenty-seconds.svg

What stays from frame to frame is drawn once, and shown while it stood (SMIL, which browsers play in an
`<img>`, too). Whatever does not animate shows the last frame.
*/
import process from 'node:process';
import {pause, Terminal} from '../test/helpers/terminal.ts';
import {type Drawn, drawFrame, drawScreen} from './draw-screen.ts';

const [columns, rows] = [100, 30];
const background = 'dark';
const seconds = 20;
const framesPerSecond = 2.5;
/** The coach leads to a step and its parts; then, what is inside, what it makes up, and back. */
const keys = [{second: 8, key: '2'}, {second: 11, key: '4'}, {second: 14, key: '3'}, {second: 17, key: '1'}];

/** The frames in which something was on the screen: the last is the first without it. */
type Span = {readonly from: number; to: number};

const frameCount = seconds * framesPerSecond;
const terminal = new Terminal(`$MICROGPT --preset microgpt --no-save --background ${background}`, {columns, rows, environment: {COLORTERM: 'truecolor'}});
await terminal.waitFor('step');
const frames = await record();
terminal.send('q');
await terminal.exitCode();
const parts = [...animate(frames.map(({backs}) => backs)), ...animate(frames.map(({texts}) => texts))];
process.stdout.write(drawFrame(columns, rows, background, parts.join('\n')));

async function record(): Promise<Drawn[]> {
	const drawn: Drawn[] = [];
	const pending = [...keys];
	const start = Date.now();
	for (let frame = 0; frame < frameCount; frame++) {
		await pause(Math.max(0, start + (1000 * frame / framesPerSecond) - Date.now()));
		drawn.push(drawScreen(terminal.cells(), background));
		if (pending.length > 0 && frame >= pending[0].second * framesPerSecond) {
			terminal.send(pending.shift()!.key);
		}
	}

	return drawn;
}

/** One group for all elements that come and go together. */
function animate(elements: ReadonlyArray<readonly string[]>): string[] {
	const spans = new Map<string, Span[]>();
	for (const [frame, shown] of elements.entries()) {
		for (const element of shown) {
			const known = spans.get(element) ?? [];
			spans.set(element, known);
			if (known.at(-1)?.to === frame) {
				known.at(-1)!.to++;
			} else {
				known.push({from: frame, to: frame + 1});
			}
		}
	}

	const groups = new Map<string, {readonly spans: readonly Span[]; content: string}>();
	for (const [element, when] of spans) {
		const key = when.map(({from, to}) => `${from} ${to}`).join(' ');
		const group = groups.get(key) ?? {spans: when, content: ''};
		groups.set(key, group);
		group.content += element;
	}

	return [...groups.values()].map(({spans: when, content}) => drawGroup(when, content));
}

function drawGroup(spans: readonly Span[], content: string): string {
	const [first, last] = [spans[0], spans.at(-1)!];
	if (first.from === 0 && first.to === frameCount) {
		return content;
	}

	const changes = spans.flatMap(({from, to}) => [{at: from, is: 'visible'}, {at: to, is: 'hidden'}]).filter(({at}) => at < frameCount);
	const all = first.from === 0 ? changes : [{at: 0, is: 'hidden'}, ...changes];
	return `<g${last.to === frameCount ? '' : ' visibility="hidden"'}><animate attributeName="visibility" values="${all.map(({is}) => is).join(';')}" keyTimes="${all.map(({at}) => at / frameCount).join(';')}" calcMode="discrete" dur="${seconds}s" repeatCount="indefinite"/>${content}</g>`;
}
