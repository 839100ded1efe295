/** Enough to keep the disk at work, and few beside the 256 files that a process may open at the least. */
const mostAtATime = 16;

/**
Does something with each item, with a few at a time: of thousands of files, not all can be open at once.

@returns what comes of it, in the order of the items.
@throws what the first that fails throws; no other is begun after it.
*/
export async function mapBounded<Item, Result>(items: readonly Item[], act: (item: Item) => Promise<Result>): Promise<Result[]> {
	const results: Result[] = [];
	let next = 0;
	const work = async () => {
		while (next < items.length) {
			const index = next;
			next++;
			try {
				results[index] = await act(items[index]);
			} catch (error) {
				next = items.length;
				throw error;
			}
		}
	};

	await Promise.all(Array.from({length: mostAtATime}, work));
	return results;
}
