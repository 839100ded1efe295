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
		// Each test starts from the environment that a user has, whatever this one is.
		env: {NODE_ENV: 'production'},
	},
});
