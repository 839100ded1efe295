/**
The loss that is reached in some seconds on the names: a step is measured first, and then as many are trained as fit in, however
busy the machine is by then. On held-out names, a tenth of them.

	node bench/loss-in-time.js [NAMES]

The names are those of makemore, unless there is a file of others.
*/
import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

const pathOf = name => fileURLToPath(new URL(name, import.meta.url));
const seconds = [1, 10];
const [names = 'makemore-names'] = process.argv.slice(2);
const settings = [
	['microgpt, f64', {precision: 'f64'}, []],
	['microgpt, f32', {precision: 'f32'}, ['--precision', 'f32']],
	['2 layers, 64 wide, batches of 16', {
		precision: 'f32', nLayer: 2, nEmbd: 64, batchSize: 16,
	}, ['--precision', 'f32', '--n-layer', '2', '--n-embd', '64', '--batch-size', '16', '--learning-rate', '0.005']],
];
for (const [what, sizes, flags] of settings) {
	const microseconds = Number(execFileSync(process.execPath, [pathOf('step.js'), JSON.stringify({preset: 'microgpt', ...sizes})]));
	for (const time of seconds) {
		const steps = String(Math.round(time * 1e6 / microseconds));
		const output = execFileSync(process.execPath, [
			pathOf('../program/cli.js'), '--plain', '--no-save', '--preset', 'microgpt', '--data', names, '--val-split', '0.1', '--eval-documents', '0', '--steps', steps, '--eval-every', steps, ...flags,
		], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
		const {training, validation} = /train (?<training>[\d.]+) \| validation (?<validation>[\d.]+)/v.exec(output).groups;
		console.log(`${what}: ${microseconds.toFixed(1)} µs a step, in ${time} s ${Number(steps).toLocaleString('en')} steps, loss ${training}, held out ${validation}`);
	}
}
