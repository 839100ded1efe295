import process from 'node:process';
import {formatCount} from '../text/format.js';
import {type Glyphs} from '../report/chart/glyphs.js';
import {visibleText} from '../text/visible-text.js';
import {toDecimals} from '../text/decimals.js';
import {type Snapshot} from '../session/snapshot.js';

/** Terminals keep a stack of titles: one is put there and comes from there again. */
const [push, pop] = ['\u{1B}[22;0t', '\u{1B}[23;0t'];
const titled = (text: string) => `\u{1B}]2;${text}\u{7}`;
/** More than any tab shows. */
const longestName = 40;

type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'writable' | 'write'>;

/** The title of the terminal while the dashboard is open; it is restored however the program ends, except when it is killed. */
export class TerminalTitle {
	readonly #output: Output;
	readonly #isShown: boolean;
	#isOurs = false;
	#text = '';

	/**
	Takes nothing yet.

	@param terminal - What it calls itself; the Linux console has no title.
	*/
	constructor(output: Output = process.stdout, terminal = process.env.TERM) {
		this.#output = output;
		this.#isShown = output.isTTY && terminal !== 'linux' && terminal !== 'dumb';
	}

	/** Sets the title; the previous one is kept. */
	show(text: string): void {
		if (!this.#isShown || (this.#isOurs && text === this.#text)) {
			return;
		}

		if (!this.#isOurs) {
			this.#isOurs = true;
			process.on('exit', this.giveBack);
			this.#write(push);
		}

		this.#text = text;
		this.#write(titled(text));
	}

	/** Restores the previous title. */
	readonly giveBack = (): void => {
		if (!this.#isOurs) {
			return;
		}

		this.#isOurs = false;
		process.off('exit', this.giveBack);
		// A terminal without such a stack falls back to its own title.
		this.#write(titled('') + pop);
	};

	#write(sequence: string) {
		if (this.#output.writable) {
			this.#output.write(sequence);
		}
	}
}

/** A run in few words: its data, how far it is, how well it does, and whether it stands still. */
export function titleOf(snapshot: Snapshot, {separator, isAscii}: Glyphs): string {
	const {runningMean} = snapshot;
	const state = stateOf(snapshot);
	return [
		visibleText([...nameOf(snapshot)].slice(0, longestName).join(''), isAscii),
		progressOf(snapshot),
		...(runningMean === undefined ? [] : [`mean loss ${toDecimals(runningMean, 2)}`]),
		...(state === undefined ? [] : [state]),
	].join(` ${separator} `);
}

function nameOf({start, source}: Snapshot): string {
	return start?.dataset.name?.replace(/\.txt$/v, '') ?? start?.preset ?? source?.name ?? 'microgpt-tui';
}

function progressOf({start, lastStep}: Snapshot): string {
	const step = lastStep?.step ?? 0;
	const total = start?.training.steps ?? 0;
	return total === 0 ? `step ${formatCount(step)}` : `${Math.floor(100 * Math.min(1, step / total))}%`;
}

/** Undefined while it goes on. */
function stateOf({status, stopping, finish, source}: Snapshot): string | undefined {
	if (stopping !== undefined) {
		return 'stopping';
	}

	const isOn = status === 'idle' || (status === 'running' && !source?.isWaiting);
	return isOn ? undefined : finish?.reason ?? status;
}
