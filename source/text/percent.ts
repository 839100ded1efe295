import {toDecimals} from './decimals.js';

/** A share in percent, in four cells: 100%, 31%, 9.1%, <.1%. */
export function formatPercent(share: number): string {
	if (share > 0 && share < 0.0005) {
		return '<.1%';
	}

	const percent = share * 100;
	return `${toDecimals(percent, percent < 9.95 && percent > 0 ? 1 : 0)}%`.padStart(4);
}
