import {basename} from 'node:path';
import {isEndUnsaved} from '../session/end-unsaved.js';
import {type Snapshot} from '../session/snapshot.js';
import {commandOn} from '../storage/runs/run-command.js';
import {formatCount} from '../text/format.js';

/** What to say at the end of a run that is saved: as what, how far, and the command that resumes it. */
export function savingLines(snapshot: Pick<Snapshot, 'saving' | 'title' | 'finish' | 'start' | 'isCutShort' | 'isDiscarded' | 'warnings'>): string[] {
	const {saving: {folder, step}, title, finish, start, isCutShort} = snapshot;
	if (folder === undefined) {
		return [];
	}

	const name = title ?? basename(folder);
	const resume = (...flags: readonly string[]) => `  ${commandOn('resume', {folder, title}, flags)}`;
	if (isEndUnsaved(snapshot) || (isCutShort && step === undefined)) {
		return [step === undefined ? `not saved: of ${name} there is only how it began; to train it again:` : `saved as ${name} only up to step ${formatCount(step)}: what came after it is not saved; to do it again:`, resume()];
	}

	if (step === undefined) {
		return [];
	}

	const isComplete = finish?.reason === 'completed';
	// Without anything else it would stop at once.
	const others = isComplete ? [`--steps ${2 * (start?.training.steps ?? 0)}`] : (finish?.reason === 'stopped early' ? ['--patience 0'] : []);
	return [
		`saved as ${name}${isComplete ? '' : `, up to step ${formatCount(step)}`}; to go on:`,
		resume(...others),
	];
}
