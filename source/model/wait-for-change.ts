/** Looks so often before it goes to sleep: some microseconds, about as long as it takes to be woken. */
const mostLooks = 4000;

/**
Waits until a number that threads share is another one than it was.

Who changes it notifies a moment later, perhaps only when this thread has seen the change, has gone on, and waits here for the next one. So
to be woken is no sign of a change.

@returns what it is now.
*/
export function waitForChange(numbers: Int32Array<SharedArrayBuffer>, place: number, old: number): number {
	for (let look = 0; look < mostLooks; look++) {
		const now = Atomics.load(numbers, place);
		if (now !== old) {
			return now;
		}
	}

	for (;;) {
		Atomics.wait(numbers, place, old);
		const now = Atomics.load(numbers, place);
		if (now !== old) {
			return now;
		}
	}
}
