import {fileURLToPath} from 'node:url';
import {defineConfig} from 'vitest/config';

/**
For the tests that need Python with PyTorch, which not every machine has. The golden traces are gone through by PyTorch.
Sources are taken as they are built: a thread can only be started from JavaScript.
*/
export default defineConfig({
	resolve: {alias: [{find: /^(?:\.\.\/)+source\/(?<path>.+\.js)$/v, replacement: `${fileURLToPath(new URL('dist/', import.meta.url))}$<path>`}]},
	test: {
		// Over the 10,000 steps of chapter 11, sums in another order come to 2e-7, where ours come to less than 1e-7.
		include: ['test/torch/**/*.test.ts', 'test/golden/{chapter7,microgpt}.test.ts'],
		testTimeout: 300_000,
		hookTimeout: 300_000,
		env: {NODE_ENV: 'production', TEST_ENGINES: 'torch'},
		maxWorkers: '100%',
	},
});
