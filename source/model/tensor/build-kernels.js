/**
Compiles the kernels to WebAssembly, for each precision and kind, into `dist/kernels/`; does nothing
while they are newer than their source and this file.
*/
import {mkdirSync, readdirSync, statSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const source = fileURLToPath(new URL('simd/', import.meta.url));
const output = fileURLToPath(new URL('../../../dist/kernels/', import.meta.url));

const sources = [fileURLToPath(import.meta.url), ...readdirSync(source).map(file => source + file)];
const newestSourceMs = Math.max(...sources.map(file => statSync(file).mtimeMs));
mkdirSync(output, {recursive: true});
for (const module of ['f64', 'f32', 'f32-relaxed']) {
	const [precision, isRelaxed] = module.split('-', 2);
	const target = `${output}${module}.wasm`;
	const builtMs = statSync(target, {throwIfNoEntry: false})?.mtimeMs ?? 0;
	if (builtMs > newestSourceMs) {
		continue;
	}

	// Loaded only when there is something to do.
	const {default: asc} = await import('assemblyscript/asc');
	const {error, stderr} = await asc.main([
		`${source}index.ts`,
		'--outFile',
		target,
		// What `real` stands for in the kernels.
		'--use',
		`real=${precision}`,
		'--enable',
		isRelaxed ? 'simd,relaxed-simd' : 'simd',
		'-O3',
		'--noAssert',
		'--runtime',
		'stub',
		'--importMemory',
		// A memory has as much as an engine needs; to be shared by threads, it must have a limit.
		'--maximumMemory',
		'65536',
		// The engine leaves the first kilobyte to the constants of the kernels.
		'--memoryBase',
		'64',
		'--use',
		'abort=',
	]);
	if (error) {
		throw new Error(`The kernels do not compile:\n${stderr.toString()}`, {cause: error});
	}
}
