import {defineConfig} from 'vitest/config';

/** For the tests that need Chromium, which not every machine has. */
export default defineConfig({
	test: {
		include: ['test/browser/**/*.test.ts'],
		testTimeout: 60_000,
		env: {NODE_ENV: 'production'},
	},
});
