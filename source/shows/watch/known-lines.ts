import {type Line} from '../../files/line-splitter.js';

/** Remembers the lines of a record, 4 bytes each; a record has some 200,000 lines at most. */
export class KnownLines {
	#hashes = new Int32Array(1024);
	#count = 0;

	get count(): number {
		return this.#count;
	}

	add(line: Line): void {
		if (this.#count === this.#hashes.length) {
			const longer = new Int32Array(2 * this.#count);
			longer.set(this.#hashes);
			this.#hashes = longer;
		}

		this.#hashes[this.#count] = hashOf(line);
		this.#count++;
	}

	/** Whether it is the line in a place, counted from 0. */
	isAt(place: number, line: Line): boolean {
		return place < this.#count && this.#hashes[place] === hashOf(line);
	}

	/** Forgets all but the first. */
	cut(count: number): void {
		this.#count = count;
	}
}

/** In 32 bits. */
function hashOf(line = ''): number {
	let hash = line.length;
	for (let index = 0; index < line.length; index++) {
		hash = Math.imul(hash, 0x01_00_01_93) + line.codePointAt(index)!;
	}

	return Math.imul(hash, 1);
}
