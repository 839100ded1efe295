/** What the mouse did, and on which cell, counted from the top left one, which is 0, 0. */
export type MouseReport = {
	readonly kind: 'press' | 'release' | 'drag' | 'move' | 'up' | 'down';
	readonly row: number;
	readonly column: number;
};

const report = /^\u{1B}\[<(?<code>\d+);(?<column>\d+);(?<row>\d+)(?<end>[Mm])$/v;

/** The parts of the code: which button, what is held with it, and what is done. */
const [buttonBits, shiftBit, motionBit, wheelBit, furtherBit] = [3, 4, 32, 64, 128];
const [leftButton, noButton] = [0, 3];

/**
What a report of the mouse (mode 1006) says. Undefined for what is none of ours: other buttons than the left one, a
wheel that turns sideways, and what is done while shift is held, which selects text in the terminal.
*/
export function readReport(sequence: string): MouseReport | undefined {
	const {groups} = report.exec(sequence) ?? {};
	if (!groups) {
		return undefined;
	}

	const kind = kindOf(Number(groups.code), groups.end === 'm');
	const place = {row: Number(groups.row) - 1, column: Number(groups.column) - 1};
	return kind === undefined ? undefined : {kind, ...place};
}

function kindOf(code: number, isRelease: boolean): MouseReport['kind'] | undefined {
	const has = (bit: number) => Math.floor(code / bit) % 2 === 1;
	const button = code % (buttonBits + 1);
	if (has(shiftBit) || has(furtherBit)) {
		return undefined;
	}

	if (has(wheelBit)) {
		return (['up', 'down'] as const)[button];
	}

	if (has(motionBit)) {
		return button === noButton ? 'move' : (button === leftButton ? 'drag' : undefined);
	}

	return button === leftButton ? (isRelease ? 'release' : 'press') : undefined;
}
