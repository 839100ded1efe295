import {type Terminal} from './terminal.js';

type Cell = {readonly row: number; readonly column: number};

const report = (code: number, {row, column}: Cell, end: 'M' | 'm') => `\u{1B}[<${code};${column + 1};${row + 1}${end}`;

/** What a terminal sends for what is done with the mouse. */
export const mouseReports = {
	move: (cell: Cell) => report(35, cell, 'M'),
	press: (cell: Cell) => report(0, cell, 'M'),
	release: (cell: Cell) => report(0, cell, 'm'),
	click: (cell: Cell) => report(0, cell, 'M') + report(0, cell, 'm'),
	drag: (cell: Cell) => report(32, cell, 'M'),
	wheel: (direction: 'up' | 'down', cell: Cell) => report(direction === 'up' ? 64 : 65, cell, 'M'),
};

/** Where a text begins on the screen; fails if it is not there. */
export function cellOf(screen: Terminal, text: string): Cell {
	const row = screen.rows().findIndex(line => line.includes(text));
	if (row === -1) {
		throw new Error(`Expected ${JSON.stringify(text)} on the screen:\n${screen.text()}`);
	}

	return {row, column: screen.rows()[row].indexOf(text)};
}
