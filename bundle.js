/**
Puts the modules of `dist/` and the packages that they import into a few files in `program/`, which are packed: Node finds
and reads a dozen files where it would find some three hundred. Names stay as they are.
*/
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {rolldown} from 'rolldown';
import {namesOfChunks} from './bundle/chunks.js';
import {lightenPackages} from './bundle/lighten-packages.js';
import {noticesOf} from './bundle/notices.js';
import {shorten} from './bundle/shorten.js';
import {copyTypes} from './bundle/types.js';

/** What is started or imported from outside. A thread is started from a file of its own, whose place is told by the module that does it. */
const entries = ['cli', 'index', 'run/training-worker', 'model/tensor/kernel-watch', 'model/tensor/kernel-worker', 'model/torch/python-thread'];
const placeOfModule = /"place of (?<place>[^"]+)"/gv;

/** A module that looks for files beside itself finds them as if it stood in `program/` where it stands in `dist/`. */
const keepPlaces = {
	name: 'keep places',
	transform(code, id) {
		const place = path.relative('dist', id).replaceAll(path.sep, () => '/');
		return !place.startsWith('..') && code.includes('import.meta.url') ? code.replaceAll('import.meta.url', () => `"place of ${place}"`) : undefined;
	},
	renderChunk(code, {fileName}) {
		return code.replaceAll(placeOfModule, (_, place) => `new URL('${path.posix.relative(path.posix.dirname(fileName), place)}', import.meta.url)`);
	},
};

let nameOfChunk;
const lookAtModules = {
	name: 'look at modules',
	buildEnd() {
		nameOfChunk = namesOfChunks(id => this.getModuleInfo(id));
	},
};

const bundle = await rolldown({
	input: Object.fromEntries(entries.map(name => [name, `./dist/${name}.js`])),
	platform: 'node',
	preserveEntrySignatures: 'allow-extension',
	external: id => id.startsWith('node:'),
	transform: {
		define: {
			// The development build of React is slower and keeps a record of every render.
			'process.env.NODE_ENV': '"production"',
		},
	},
	plugins: [keepPlaces, lightenPackages, lookAtModules, shorten],
	// How long it takes is a matter of the machine.
	checks: {bundlerTimings: false},
	onLog(level, {message}) {
		// What a bundler warns about would be seen by nobody.
		throw new Error(`Expected nothing to be said of the bundle, got: ${message}`);
	},
});
const {output} = await bundle.write({
	dir: 'program', entryFileNames: '[name].js', chunkFileNames: '[name].js', cleanDir: true, comments: false, codeSplitting: {includeDependenciesRecursively: false, groups: [{name: id => nameOfChunk(id), debugName: 'what is loaded together'}]},
});
await bundle.close();
writeFileSync('program/notices.txt', noticesOf(output.flatMap(({moduleIds = []}) => moduleIds)));
copyTypes('index', 'program/types');
