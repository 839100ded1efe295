import {defineConfig} from 'vitest/config';

export default defineConfig({
	// The production build of React has no development transform to go with.
	oxc: {jsx: {development: false}},
	test: {
		globalSetup: ['test/helpers/own-runs-folder.ts'],
		include: ['test/**/*.test.{ts,tsx}'],
		exclude: ['test/browser/**'],
		// The end-to-end tests wait for a program of their own, on machines that may be busy.
		testTimeout: 30_000,
		// Nothing here mocks a module, and no module of the program keeps a state: to load them all anew for each file would take as long as the tests themselves.
		isolate: false,
		// One for each core; by itself, vitest leaves one core out.
		maxWorkers: '100%',
		// For the tests that measure what is kept in memory.
		execArgv: ['--expose-gc'],
		// Each test starts from the environment that a user has, whatever this one is.
		env: {NODE_ENV: 'production'},
	},
});
