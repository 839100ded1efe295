import fileSystem from 'node:fs/promises';
import {syncBuiltinESMExports} from 'node:module';
import {afterEach} from 'vitest';

type Name = 'readFile' | 'readdir';

/**
Lets other functions stand in for those of `node:fs/promises` until the end of each test of a file, for all that import them.

@returns puts one in its place; it is made with the real one at hand.
*/
export function useStandIns(): <Key extends Name>(name: Key, create: (original: (typeof fileSystem)[Key]) => unknown) => void {
	const originals = {...fileSystem};
	const change = (functions: Record<string, unknown>) => {
		Object.assign(fileSystem, functions);
		syncBuiltinESMExports();
	};

	afterEach(() => {
		change(originals);
	});
	return (name, create) => {
		change({[name]: create(originals[name])});
	};
}
