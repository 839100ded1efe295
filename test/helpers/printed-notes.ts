import process from 'node:process';
import {afterEach, beforeEach, vi} from 'vitest';

/** Keeps what is printed to standard error from there; for each test anew. */
export function usePrintedNotes() {
	let printed = '';
	beforeEach(() => {
		printed = '';
		vi.spyOn(process.stderr, 'write').mockImplementation(text => {
			printed += text.toString();
			return true;
		});
	});

	afterEach(() => {
		vi.restoreAllMocks();
	});
	return {
		text: () => printed,
		forget() {
			printed = '';
		},
	};
}
