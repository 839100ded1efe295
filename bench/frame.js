/**
What a frame of the dashboard costs at 120×40, with a thousand steps on the chart: the picture
itself, and React and Ink around it.
*/
import process from 'node:process';
import {median, printTable} from './table.js';

process.env.NODE_ENV = 'production';

const {renderToString} = await import('ink');
const {createElement} = await import('react');
const {unicodeGlyphs} = await import('../dist/report/glyphs.js');
const {drawLossChart} = await import('../dist/report/loss-chart.js');
const {chapter7} = await import('../dist/model/presets.js');
const {openRun} = await import('../dist/session/open-run.js');
const {createRunConfig} = await import('../dist/session/run-config.js');
const {TrainingSession} = await import('../dist/session/training-session.js');
const {createTheme} = await import('../dist/ui/theme.js');
const {Overview} = await import('../dist/ui/views/overview.js');

const frames = 300;
const columns = 120;
const rows = 39;

const run = await openRun(createRunConfig(chapter7), 'bench');
const session = new TrainingSession({events: run.events, controls: run.controls, speed: 'max'});
session.setBaselines(await run.countBaselines());
session.start();
await session.finished;
const snapshot = session.getSnapshot();
const theme = createTheme({hasColor: true});

function microsecondsFor(draw) {
	const samples = [];
	for (let frame = 0; frame < frames; frame++) {
		const startedAt = performance.now();
		draw();
		samples.push((performance.now() - startedAt) * 1000);
	}

	return median(samples.slice(frames / 3));
}

printTable(`A frame at ${columns}×${rows + 1}`, [
	{what: 'chart alone', microseconds: microsecondsFor(() => drawLossChart(snapshot, {width: columns - 2, height: 28, glyphs: unicodeGlyphs}))},
	{
		what: 'whole frame, mounted anew',
		microseconds: microsecondsFor(() => renderToString(createElement(Overview, {
			snapshot, columns, rows, theme, glyphs: unicodeGlyphs, hasKeys: true,
		}), {columns})),
	},
]);
