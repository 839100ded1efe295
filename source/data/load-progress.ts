/**
How far the loading of a run has come. Each file of its text is read; then all of it is scanned for its characters, and encoded as
tokens; then the parameters are drawn, and a program is started, if one is to compute it.
*/
export type LoadProgress = {
	readonly activity: 'reading' | 'scanning' | 'encoding' | 'drawing' | 'starting';
	/** Of what is read, or the name of what is started. */
	readonly path?: string;
	/** In bytes of what is read, in UTF-16 units of what is in memory, in parameters; and so for `total`, which is 0 where it is not known. */
	readonly done: number;
	readonly total: number;
};

export type OnLoadProgress = (progress: LoadProgress) => void;

/** Less is done in a moment. */
const leastTold = 5 * (2 ** 20);

/** Tells how far something has come, at each hundredth of it; nothing where all of it is done in a moment. */
export function progressTeller(onProgress: OnLoadProgress | undefined, what: Omit<LoadProgress, 'done'>): (done: number) => void {
	const {total} = what;
	if (!onProgress || total < leastTold) {
		return () => undefined;
	}

	let told = -1;
	return done => {
		const hundredth = Math.floor(100 * done / total);
		if (hundredth <= told) {
			return;
		}

		told = hundredth;
		onProgress({...what, done: Math.min(done, total)});
	};
}
