import {type KeyBinding, keyBindings} from '../keys.js';
import {type SessionStatus} from '../../session/snapshot.js';
import {type Theme} from '../theme.js';
import {Row} from './row.js';

type Entry = {names: string; short: string; barRank: number};

/** The keys in one line, as many as there is room for. */
export function KeyBar({columns, theme: {paint}, status, hasKeys}: {readonly columns: number; readonly theme: Theme; readonly status: SessionStatus; readonly hasKeys: boolean}) {
	if (!hasKeys) {
		return <Row>{paint('label', ' no keys: standard input is not a terminal')}</Row>;
	}

	const isOver = status === 'finished' || status === 'failed';
	const bindings = keyBindings.filter(({worksAtTheEnd}) => worksAtTheEnd || !isOver);
	const entries = fit(merge(bindings, status === 'paused'), columns);
	return <Row>{entries.map(({names, short}) => ` ${paint('key', names)} ${paint('label', short)} `).join('')}</Row>;
}

/** Neighbours with the same rank and meaning share an entry: `+ faster  - slower`, `< > rate`. */
function merge(bindings: readonly KeyBinding[], isPaused: boolean): Entry[] {
	const entries: Entry[] = [];
	for (const {action, name, short, barRank} of bindings) {
		const last = entries.at(-1);
		if (last?.short === short) {
			last.names += ` ${name}`;
		} else {
			entries.push({names: name, short: action === 'togglePause' && isPaused ? 'go on' : short, barRank});
		}
	}

	return entries;
}

function fit(entries: Entry[], columns: number): Entry[] {
	const widthOf = (kept: Entry[]) => kept.reduce((sum, {names, short}) => sum + names.length + short.length + 3, 0);
	let kept = entries;
	for (let rank = Math.max(...entries.map(({barRank}) => barRank)); rank > 1 && widthOf(kept) > columns; rank--) {
		kept = kept.filter(({barRank}) => barRank < rank);
	}

	return kept;
}
