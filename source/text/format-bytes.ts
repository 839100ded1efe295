import {toDecimals} from './decimals.js';

/** A size in bytes: 840 B, 12.3 kB, 1.2 MB. */
export function formatBytes(bytes: number): string {
	const units = ['B', 'kB', 'MB', 'GB', 'TB'];
	// What would round to 1000 is one of the next unit.
	const power = bytes < 999.5 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes * 1.0005) / 3));
	const amount = bytes / (1000 ** power);
	return `${power === 0 || amount >= 99.95 ? Math.round(amount) : toDecimals(amount, 1)} ${units[power]}`;
}
