import {type FlatXoConfig} from 'xo';

/** Every exception from XO's rules, with its reason. */
const xoConfig: FlatXoConfig = [
	{
		// The kernels in simd/ are AssemblyScript, which only looks like TypeScript.
		ignores: ['dist', 'program', 'test/golden/*.json', 'source/model/tensor/simd'],
	},
	{
		files: '**/*.{js,ts,tsx}',
		rules: {
			// One line of documentation should take one line.
			'unicorn/single-line-block-comment-style': 'off',
			// A parameter whose name says it all needs no sentence that says it again.
			'jsdoc/require-param': 'off',
			'jsdoc/check-param-names': 'off',
			// Members stand in the order in which one reads them: documented first, private last.
			'unicorn/consistent-class-member-order': 'off',
			// A name that never changes is a field and not a computation.
			'@typescript-eslint/class-literal-property-style': 'off',
			// Iterator helpers are not in Node 20, on which the built program still runs.
			'unicorn/prefer-iterator-to-array': 'off',
			'unicorn/prefer-array-from-async': 'off',
			'unicorn/prefer-promise-with-resolvers': 'off',
			// A sentence, an example or a signature is not easier to read in pieces.
			'@stylistic/max-len': 'off',
			// An exhaustive switch is one decision, however many cases it has.
			complexity: ['error', {max: 20, variant: 'modified'}],
			// An array of a known length is faster than one that grows.
			'unicorn/no-new-array': 'off',
			// In the loops that take the time, an index is faster than an iterator.
			'unicorn/no-for-loop': 'off',
			// Conditions stand in the order in which one thinks of them.
			'unicorn/prefer-simple-condition-first': 'off',
			// A sum over nodes is a fold, and reads best as one.
			'unicorn/no-array-reduce': 'off',
			// Steps, turns, chunks and keys come one after the other: that is what most loops here are for.
			'no-await-in-loop': 'off',
			// Parameter keys are those of microgpt.py (`lm_head`), environment variables are upper case.
			'@typescript-eslint/naming-convention': 'off',
		},
	},
	{
		files: ['source/command-line/main.ts', 'source/command-line/program.ts'],
		rules: {
			// They are the process, and what crashes or ends it ends it there.
			'unicorn/no-process-exit': 'off',
		},
	},
	{
		files: 'source/model/tensor/**/*.ts',
		rules: {
			// A kernel takes a matrix as pointer and stride: objects would have to be made for each call.
			'max-params': 'off',
		},
	},
	{
		files: 'source/model/tensor/webassembly.d.ts',
		rules: {
			// These names are not ours.
			'unicorn/consistent-boolean-name': 'off',
		},
	},
	{
		files: ['source/random/python-random.ts', 'source/random/draw-at.ts', 'source/random/sorted-places.ts', 'source/model/dropout.ts', 'source/data/group-equal.ts'],
		rules: {
			// A twister is made of bits, and so is what mixes or sorts them.
			'no-bitwise': 'off',
		},
	},
	{
		files: '{test,media,bench}/**/*.{js,ts,tsx}',
		rules: {
			// A test in a suite with a property in it is four deep before it begins.
			'max-nested-callbacks': 'off',
			// Terminals are all about control characters.
			'no-control-regex': 'off',
			'regexp/no-control-character': 'off',
			// These tests run under vitest.
			'node-test/no-import-test-files': 'off',
		},
	},
	{
		files: 'package.json',
		rules: {
			// Ink is held at 7.1: the dashboard depends on details of its renderer.
			'package-json/dependency-version-range': 'off',
			// The override concerns development only; contributing.md says why it is there.
			'package-json/no-overrides-in-published-package': 'off',
			// The manifest itself, which is exported, is packed without being asked for.
			'package-json/prefer-files-field': 'off',
		},
	},
	{
		// Code that is shown is a text.
		files: 'source/ui/views/slow/stage-code.ts',
		rules: {'no-template-curly-in-string': 'off'},
	},
];

export default xoConfig;
