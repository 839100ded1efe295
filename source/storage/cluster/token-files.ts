import {createHash} from 'node:crypto';
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

/** What a file is known by: half of one would be trained on without a word. */
export type FileSeal = {readonly bytes: number; readonly sha256: string};

/** So many tokens are written at a time. */
const mostGathered = 2 ** 20;

/** A file that grows, and is sealed when it is done. */
class SealedFile {
	readonly #file: FileHandle;
	readonly #hash = createHash('sha256');
	#bytes = 0;

	private constructor(file: FileHandle) {
		this.#file = file;
	}

	static async create(path: string): Promise<SealedFile> {
		return new SealedFile(await open(path, 'wx'));
	}

	async add(numbers: TokenIds | BigUint64Array) {
		this.#hash.update(numbers);
		this.#bytes += numbers.byteLength;
		await this.#file.writeFile(numbers);
	}

	/** All is on the disk when this settles. */
	async close(): Promise<FileSeal> {
		try {
			await this.#file.sync();
		} finally {
			await this.#file.close();
		}

		return {bytes: this.#bytes, sha256: this.#hash.digest('hex')};
	}
}

/** Writes documents as tokens. */
export class TokenFiles {
	readonly #vocabSize: number;
	readonly #tokens: SealedFile;
	readonly #places: SealedFile;
	#documents = 0;
	#end = 0;

	private constructor(vocabSize: number, tokens: SealedFile, places: SealedFile) {
		this.#vocabSize = vocabSize;
		this.#tokens = tokens;
		this.#places = places;
	}

	/**
	Makes new files.

	@throws what the file system says.
	*/
	static async create(folder: string, vocabSize: number): Promise<TokenFiles> {
		const files = new TokenFiles(vocabSize, await SealedFile.create(join(folder, tokenFiles.tokens)), await SealedFile.create(join(folder, tokenFiles.places)));
		await files.#places.add(new BigUint64Array(1));
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

	/**
	All is on the disk when this settles.

	@returns what the files are known by.
	@throws what the file system says.
	*/
	async close(): Promise<Readonly<Record<string, FileSeal>>> {
		const [tokens, places] = await Promise.all([this.#tokens.close(), this.#places.close()]);
		return {[tokenFiles.tokens]: tokens, [tokenFiles.places]: places};
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

		await this.#tokens.add(ids);
		await this.#places.add(places);
		this.#documents += documents.length;
		this.#end += length;
	}
}
