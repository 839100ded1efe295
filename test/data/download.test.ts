import {createHash} from 'node:crypto';
import {
	mkdir,
	readdir,
	readFile,
	writeFile,
} from 'node:fs/promises';
import {
	createServer,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';
import {type AddressInfo} from 'node:net';
import {setTimeout} from 'node:timers/promises';
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	it,
} from 'vitest';
import {corpora, type Corpus} from '../../source/data/corpora.js';
import {downloadCorpus, isCached} from '../../source/data/download.js';
import {DatasetError} from '../../source/errors.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const content = 'emma\nolivia\nava\n'.repeat(1000);
const temporary = useTemporaryFolder();
let requests: string[] = [];
let server: Server;
let folderCount = 0;

/** What the server does on each path. */
const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
	'/good'(response) {
		response.end(content);
	},
	async '/slow'(response) {
		for (let start = 0; start < content.length; start += 4000) {
			response.write(content.slice(start, start + 4000));
			await setTimeout(20);
		}

		response.end();
	},
	'/broken'(response) {
		response.writeHead(200, {'content-length': content.length});
		response.write(content.slice(0, 5000), () => {
			response.destroy();
		});
	},
	'/short'(response) {
		response.end(content.slice(0, 5000));
	},
	'/long'(response) {
		// It would go on for ever.
		const write = () => {
			let hasRoom = true;
			while (hasRoom && !response.destroyed) {
				hasRoom = response.write(content);
			}
		};

		response.on('drain', write);
		write();
	},
	'/wrong'(response) {
		response.end(content.replace('emma', 'emmo'));
	},
	'/stalled'(response) {
		response.write(content.slice(0, 5000));
	},
	'/missing'(response) {
		response.writeHead(404).end('not here');
	},
	'/failing'(response) {
		response.writeHead(500).end();
	},
	'/moved'(response) {
		response.writeHead(302, {location: '/good'}).end();
	},
	'/loop'(response) {
		response.writeHead(301, {location: '/loop'}).end();
	},
	'/file'(response) {
		response.writeHead(302, {location: 'file:///etc/passwd'}).end();
	},
	'/https'(response) {
		response.writeHead(302, {location: 'https://127.0.0.1/good'}).end();
	},
	'/data'(response) {
		response.writeHead(302, {location: 'data:text/plain,emma'}).end();
	},
};

beforeAll(async () => {
	server = createServer((request: IncomingMessage, response) => {
		requests.push(request.url!);
		answers[request.url!](response);
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

function corpusAt(path: string): Corpus {
	const {port} = server.address() as AddressInfo;
	return {
		name: 'some-names', description: '', origin: '', url: `http://127.0.0.1:${port}${path}`, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex'), documents: 'lines',
	};
}

function newFolder(): string {
	requests = [];
	return temporary.pathOf(`cache-${++folderCount}`);
}

describe('the download of a corpus', () => {
	it.each(['/good', '/slow', '/moved'])('brings it from %s, and tells how far it is', async path => {
		const folder = newFolder();
		const told: number[] = [];
		const file = await downloadCorpus(corpusAt(path), {
			folder, onProgress(received) {
				told.push(received);
			},
		});
		expect(await readFile(file, 'utf8')).toBe(content);
		expect(told.at(-1)).toBe(content.length);
		expect(told).toEqual(told.toSorted((a, b) => a - b));
		expect(await readdir(folder)).toEqual(['some-names.txt']);
	});

	it('asks nobody for what is there', async () => {
		const folder = newFolder();
		const corpus = corpusAt('/good');
		expect(await isCached(corpus, folder)).toBe(false);
		await downloadCorpus(corpus, {folder});
		expect(await isCached(corpus, folder)).toBe(true);
		requests = [];
		await downloadCorpus({...corpus, url: 'http://127.0.0.1:1/'}, {folder});
		expect(requests).toEqual([]);
	});

	it('replaces what is damaged, but not by what is wrong', async () => {
		const folder = newFolder();
		await mkdir(folder);
		await writeFile(`${folder}/some-names.txt`, content.replace('ava', 'eva'));
		await expect(downloadCorpus(corpusAt('/wrong'), {folder})).rejects.toThrow(DatasetError);
		expect(await readFile(`${folder}/some-names.txt`, 'utf8')).toContain('eva');
		await downloadCorpus(corpusAt('/good'), {folder});
		expect(await readFile(`${folder}/some-names.txt`, 'utf8')).toBe(content);
	});

	it('can go on twice at once', async () => {
		const folder = newFolder();
		const files = await Promise.all([downloadCorpus(corpusAt('/slow'), {folder}), downloadCorpus(corpusAt('/slow'), {folder})]);
		expect(new Set(files).size).toBe(1);
		expect(await readFile(files[0], 'utf8')).toBe(content);
		expect(await readdir(folder)).toEqual(['some-names.txt']);
	});

	it.each([
		['/broken', ''],
		['/short', 'only 5000 of its 16000 bytes'],
		['/long', 'more than its 16000 bytes'],
		['/wrong', 'another content than it should have'],
		['/stalled', 'nothing for 0.2 s'],
		['/missing', 'HTTP status 404'],
		['/failing', 'HTTP status 500'],
		['/loop', 'more than 5 redirects'],
		['/file', 'a redirect to file:///etc/passwd'],
		['/https', 'a redirect to https://127.0.0.1/good'],
		['/data', 'a redirect to data:text/plain,emma'],
	])('refuses what comes from %s, and leaves nothing behind', async (path, what) => {
		const folder = newFolder();
		const corpus = corpusAt(path);
		const problem = downloadCorpus(corpus, {folder, idleMs: 200});
		await expect(problem).rejects.toThrow(DatasetError);
		await expect(problem).rejects.toThrow(new RegExp(String.raw`^Expected to download some-names from ${corpus.url}, got “.*${what.replaceAll('.', String.raw`\.`)}.*”\. To do without a network, put that file at ${folder}/some-names\.txt\.$`, 'v'));
		expect(await readdir(folder)).toEqual([]);
	});

	it('says that there is no network, and no place', async () => {
		const folder = newFolder();
		await expect(downloadCorpus({...corpusAt('/good'), url: 'http://127.0.0.1:1/'}, {folder})).rejects.toThrow(/got “.*(?:ECONNREFUSED|bad port).*”/v);
		await expect(downloadCorpus({...corpusAt('/good'), url: 'https://no-such-host.invalid/'}, {folder})).rejects.toThrow(DatasetError);
		const file = await temporary.write('file', '');
		await expect(downloadCorpus(corpusAt('/good'), {folder: `${file}/cache`})).rejects.toThrow(/got “not a directory”/v);
	});

	it('can be given up', async () => {
		const folder = newFolder();
		const giveUp = new AbortController();
		const download = downloadCorpus(corpusAt('/stalled'), {folder, signal: giveUp.signal});
		await setTimeout(100);
		giveUp.abort(new Error('enough'));
		await expect(download).rejects.toThrow('enough');
		expect(await readdir(folder)).toEqual([]);
	});
});

it('knows where each corpus comes from and what it should be', () => {
	for (const {url, sha256, bytes, documents} of corpora) {
		expect(new URL(url).protocol).toBe('https:');
		expect(sha256).toMatch(/^[\da-f]{64}$/v);
		expect(bytes).toBeGreaterThan(1000);
		expect(['lines', 'stream']).toContain(documents);
	}
});
