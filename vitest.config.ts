import {globSync, readFileSync} from 'node:fs';
import {defineConfig} from 'vitest/config';
import {BaseSequencer, type TestSpecification} from 'vitest/node';

const all = ['test/**/*.test.{ts,tsx}'];
const elsewhere = ['test/browser/**', 'test/torch/**'];
/** What is computed in vectors is computed once more with those that V8 makes of two. */
const wide = ['test/model/tensor/wide-vectors.test.ts'];
const inVectors = ['strips', 'kernels', 'kernel-gradients', 'spread-kernels'].map(name => `test/model/tensor/${name}.test.ts`);
/** What changes modules, classes or the clock for all that run after it in the same process. */
const mocking = globSync(all).filter(file => /vi\.(?:mock|useFakeTimers)\(|vi\.spyOn\(\w+\.prototype/v.test(readFileSync(file, 'utf8')));

const isEndToEnd = ({moduleId}: TestSpecification) => moduleId.includes('/test/e2e/');

/** What starts programs takes longest, which the size of a file does not tell: it should not be left for the end. */
class ProgramsFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]) {
		const sorted = await super.sort(files);
		return sorted.toSorted((a, b) => Number(isEndToEnd(b)) - Number(isEndToEnd(a)));
	}
}

export default defineConfig({
	// The production build of React has no development transform to go with.
	oxc: {jsx: {development: false}},
	test: {
		globalSetup: ['test/helpers/own-folders.ts'],
		setupFiles: ['test/helpers/fixed-seed.ts'],
		// Ends only what hangs: the end-to-end tests wait for a program of their own, on machines that may be busy.
		testTimeout: 150_000,
		// Each test starts from the environment that a user has, whatever this one is.
		env: {NODE_ENV: 'production'},
		// One for each core; by itself, vitest leaves one core out.
		maxWorkers: '100%',
		sequence: {sequencer: ProgramsFirst},
		// For the tests that measure what is kept in memory.
		execArgv: ['--expose-gc'],
		projects: [
			{
				extends: true,
				test: {
					name: 'tests',
					include: all,
					exclude: [...elsewhere, ...mocking, ...wide],
					// No module of the program keeps a state: to load them all anew for each file would take as long as the tests themselves.
					isolate: false,
				},
			},
			{
				extends: true,
				test: {
					name: 'kernels with wide vectors', include: [...wide, ...inVectors], execArgv: ['--experimental-wasm-revectorize', '--no-liftoff'], isolate: false,
				},
			},
			{
				extends: true,
				// Modules that are loaded already cannot be mocked, and a clock that stands still is nobody else's.
				test: {name: 'tests that mock modules', include: mocking},
			},
		],
	},
});
