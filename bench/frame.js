/**
What a frame of the dashboard costs at 120×40, view by view, and at 200×60 with all panes: processor time of the whole program over
a thousand frames, each after one more step of microgpt. The training itself, which has a thread of
its own in the dashboard, is replayed: its events and its answers have been made before.

	node bench/frame.js
*/
import process from 'node:process';
import {PassThrough, Writable} from 'node:stream';
import {printTable} from './table.js';

process.env.NODE_ENV = 'production';

const {render} = await import('ink');
const {createElement} = await import('react');
const {unicodeGlyphs} = await import('../dist/report/chart/glyphs.js');
const {microgpt} = await import('../dist/settings/presets.js');
const {openRun} = await import('../dist/run/open-run.js');
const {createRunConfig} = await import('../dist/settings/run-config.js');
const {TrainingSession} = await import('../dist/session/training-session.js');
const {App} = await import('../dist/ui/app.js');
const {createTheme} = await import('../dist/ui/theme.js');

const warmUpFrames = 200;
const frames = 1000;
const standard = {columns: 120, rows: 40};
const large = {columns: 200, rows: 60};
const pictures = [
	...Object.entries({
		1: 'overview', 2: 'step', 3: 'samples', 4: 'inside', '?': 'help',
	}).map(([key, view]) => ({view, key, size: standard})),
	{view: 'all panes', key: '1', size: large},
	{view: 'overview alone', key: '\r', size: large},
];

/** Takes what is drawn and counts it. */
function openScreen(size) {
	const screen = Object.assign(new Writable({
		write(chunk, encoding, done) {
			screen.byteCount += chunk.length;
			done();
		},
	}), {
		...size, isTTY: true, byteCount: 0,
	});
	return screen;
}

/** What is written to it counts as typed. */
function openKeyboard() {
	const nothing = () => undefined;
	return Object.assign(new PassThrough(), {
		isTTY: true, setRawMode: nothing, ref: nothing, unref: nothing,
	});
}

/** Each question is answered twice, and from then on in these two ways by turns: every frame has something to draw. */
function remembered(ask) {
	const answers = new Map();
	let turn = 0;
	return async question => {
		const key = JSON.stringify(question);
		const known = answers.get(key) ?? [];
		answers.set(key, known);
		if (known.length < 2) {
			known.push(await ask(question));
		}

		turn++;
		return known[turn % known.length];
	};
}

async function measure(key, size) {
	const run = await openRun(createRunConfig(microgpt, {steps: warmUpFrames + frames + 1000}), 'bench', {hasPreviews: true});
	const session = new TrainingSession({...run, ask: remembered(run.ask), speed: 'max'});
	await run.ask(['countBaselines']);
	const [stdout, stdin] = [openScreen(size), openKeyboard()];
	let rendered = () => undefined;
	const show = {
		session, runNumber: 1, shown: {runs: [], focus: 0}, subscribe: () => () => undefined, getSession: () => session,
	};
	const app = render(createElement(App, {
		show, theme: createTheme({hasColor: true}), glyphs: unicodeGlyphs, hasKeys: true, runsFolder: '',
	}), {
		stdout, stdin, interactive: true, alternateScreen: true, incrementalRendering: true, patchConsole: false, maxFps: 10_000,
		onRender() {
			rendered();
		},
	});

	const drawFrame = async () => {
		const drawn = new Promise(resolve => {
			rendered = resolve;
		});
		session.stepOnce();
		await drawn;
	};

	stdin.write(key);
	for (let frame = 0; frame < warmUpFrames; frame++) {
		await drawFrame();
	}

	stdout.byteCount = 0;
	const before = process.cpuUsage();
	for (let frame = 0; frame < frames; frame++) {
		await drawFrame();
	}

	const {user, system} = process.cpuUsage(before);
	app.unmount();
	await session.stop();
	return {microseconds: (user + system) / frames, bytes: stdout.byteCount / frames};
}

const results = [];
for (const {view, key, size} of pictures) {
	const {microseconds, bytes} = await measure(key, size);
	results.push({what: `${view}, ${size.columns}×${size.rows}, ${Math.round(bytes)} bytes`, microseconds});
}

printTable('A frame of microgpt, processor time', results);
