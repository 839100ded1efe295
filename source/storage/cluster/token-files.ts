import {type FileHandle, open} from 'node:fs/promises';
import {join} from 'node:path';
import {createIds, type TokenIds} from '../../data/token-ids.js';

/** Files of numbers that can be mapped into memory, little-endian as all that Node runs this program on. */
export const tokenFiles = {
	/** The tokens of all documents, one after the other, in as few bytes as the vocabulary allows. */
	tokens: 'tokens.bin',
	/** Where each document begins, in tokens, and where the last ends: 64 bits each. */
	places: 'places.bin',
} as const;

/** The first of some documents that stand one after the other, and how many there are. */
export type TokenPart = readonly [first: number, count: number];

/** So many tokens are written at a time. */
const mostGathered = 2 ** 20;

/** Writes documents as tokens. */
export class TokenFiles {
	readonly #vocabSize: number;
	readonly #tokens: FileHandle;
	readonly #places: FileHandle;
	#documents = 0;
	#end = 0;

	private constructor(vocabSize: number, tokens: FileHandle, places: FileHandle) {
		this.#vocabSize = vocabSize;
		this.#tokens = tokens;
		this.#places = places;
	}

	/**
	Makes new files.

	@throws what the file system says.
	*/
	static async create(folder: string, vocabSize: number): Promise<TokenFiles> {
		const files = new TokenFiles(vocabSize, await open(join(folder, tokenFiles.tokens), 'wx'), await open(join(folder, tokenFiles.places), 'wx'));
		await files.#places.writeFile(new BigUint64Array(1));
		return files;
	}

	/**
	Adds documents after those that are there.

	@returns where they are.
	@throws what the file system says.
	*/
	async add(documents: Iterable<TokenIds | readonly number[]>): Promise<TokenPart> {
		const first = this.#documents;
		let gathered: Array<TokenIds | readonly number[]> = [];
		let length = 0;
		for (const document of documents) {
			gathered.push(document);
			length += document.length;
			if (length < mostGathered) {
				continue;
			}

			await this.#write(gathered, length);
			gathered = [];
			length = 0;
		}

		await this.#write(gathered, length);
		return [first, this.#documents - first];
	}

	/** All is on the disk when this settles. */
	async close(): Promise<void> {
		try {
			await this.#tokens.sync();
			await this.#places.sync();
		} finally {
			await this.#tokens.close();
			await this.#places.close();
		}
	}

	async #write(documents: ReadonlyArray<TokenIds | readonly number[]>, length: number) {
		const ids = createIds(this.#vocabSize, length);
		const places = new BigUint64Array(documents.length);
		let place = 0;
		for (const [index, document] of documents.entries()) {
			ids.set(document, place);
			place += document.length;
			places[index] = BigInt(this.#end + place);
		}

		await this.#tokens.writeFile(ids);
		await this.#places.writeFile(places);
		this.#documents += documents.length;
		this.#end += length;
	}
}
