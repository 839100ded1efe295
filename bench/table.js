import os from 'node:os';
import process from 'node:process';

/** The middle one of some samples: unlike the mean, it does not follow a hiccup of the machine. */
export function median(samples) {
	return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)];
}

/** Prints times with their ratios to the first one. */
export function printTable(title, lines) {
	const [first] = lines;
	console.log(`\n${title} (Node ${process.version}, ${os.cpus().length} × ${os.cpus()[0].model})`);
	for (const {what, microseconds} of lines) {
		const ratio = `× ${(microseconds / first.microseconds).toFixed(2)}`;
		console.log(`  ${what.padEnd(32)}${microseconds.toFixed(1).padStart(12)} µs  ${ratio.padStart(8)}`);
	}
}
