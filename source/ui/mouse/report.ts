/** What the mouse did, and on which cell, counted from the top left one, which is 0, 0. */
export type MouseReport = {
	readonly kind: 'press' | 'release' | 'drag' | 'move' | 'up' | 'down';
	readonly row: number;
	readonly column: number;
};

/** After the escape character. */
const report = /^\[<(?<code>\d+);(?<column>\d+);(?<row>\d+)(?<end>m)$/iv;

/** The parts of the code: which button, what is held with it, and what is done. */
const [buttonBits, shiftBit, motionBit, wheelBit, furtherBit] = [3, 4, 32, 64, 128];
const [leftButton, noButton] = [0, 3];

/**
What a report of the mouse (mode 1006) says. Undefined for what is none of ours: other buttons than the left one, a
wheel that turns sideways, and what is done while shift is held, which selects text in the terminal.
*/
export function readReport(sequence: string): MouseReport | undefined {
	const {groups} = report.exec(sequence.slice('\u{1B}'.length)) ?? {};
	if (!groups) {
		return undefined;
	}

	const kind = kindOf(Number(groups.code), groups.end === 'm');
	const place = {row: Number(groups.row) - 1, column: Number(groups.column) - 1};
	return kind === undefined ? undefined : {kind, ...place};
}

function kindOf(code: number, isRelease: boolean): MouseReport['kind'] | undefined {
	const isSet = (bit: number) => Math.floor(code / bit) % 2 === 1;
	if (isSet(shiftBit) || isSet(furtherBit)) {
		return undefined;
	}

	const button = code % (buttonBits + 1);
	if (isSet(wheelBit)) {
		return (['up', 'down'] as const)[button];
	}

	if (isSet(motionBit)) {
		return button === noButton ? 'move' : (button === leftButton ? 'drag' : undefined);
	}

	return button === leftButton ? (isRelease ? 'release' : 'press') : undefined;
}
