/**
Puts the modules of `dist/` into a few files in `program/`, which are packed: the program starts in two thirds of the time,
for Node has to find some thirty files instead of two hundred. Packages stay where they are, and names as they are.
*/
import path from 'node:path';
import {rolldown} from 'rolldown';

/** What is started or imported from outside. A thread is started from a file of its own, whose place is told by the module that does it. */
const entries = ['cli', 'index', 'run/training-worker'];
const placeOfModule = /"place of (?<place>[^"]+)"/gv;

/** A module that looks for files beside itself finds them as if it stood in `program/` where it stands in `dist/`. */
const keepPlaces = {
	name: 'keep places',
	transform(code, id) {
		const place = path.relative('dist', id).replaceAll(path.sep, () => '/');
		return code.includes('import.meta.url') ? code.replaceAll('import.meta.url', () => `"place of ${place}"`) : undefined;
	},
	renderChunk(code, {fileName}) {
		return code.replaceAll(placeOfModule, (_, place) => `new URL('${path.posix.relative(path.posix.dirname(fileName), place)}', import.meta.url)`);
	},
};

const bundle = await rolldown({
	input: Object.fromEntries(entries.map(name => [name, `./dist/${name}.js`])),
	platform: 'node',
	external: id => !id.startsWith('.') && !path.isAbsolute(id),
	plugins: [keepPlaces],
	onLog(level, {message}) {
		// What a bundler warns about would be seen by nobody.
		throw new Error(`Expected nothing to be said of the bundle, got: ${message}`);
	},
});
await bundle.write({
	dir: 'program', entryFileNames: '[name].js', chunkFileNames: '[name].js', cleanDir: true,
});
await bundle.close();
