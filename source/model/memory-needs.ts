/** What an engine needs memory for. */
const memoryUses = ['parameters', 'gradients', 'moments', 'transposed weights', 'activations', 'graph'] as const;

export type MemoryUse = (typeof memoryUses)[number];

/** How many bytes each use takes; those that an engine does not have are left out. */
export type MemoryNeeds = ReadonlyMap<MemoryUse, number>;

/** All of it, in bytes. */
export function totalBytes(needs: ReadonlyMap<string, number>): number {
	let total = 0;
	for (const bytes of needs.values()) {
		total += bytes;
	}

	return total;
}
