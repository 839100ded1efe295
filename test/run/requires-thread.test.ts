import {describe, expect, it} from 'vitest';
import {
	chapter7,
	coursePresets,
	microgpt,
	shakespeare,
} from '../../source/settings/presets.js';
import {requiresThread} from '../../source/run/requires-thread.js';
import {createRunConfig, type RunOptions} from '../../source/settings/run-config.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const isRequired = async (options: RunOptions, preset = microgpt) => requiresThread(createRunConfig(preset, options));

describe('a thread of its own for a training in lines', () => {
	it('is not for the models of the course, nor for what is as quick', async () => {
		for (const preset of coursePresets) {
			expect(await isRequired({}, preset)).toBe(false);
		}

		expect(await isRequired({engine: 'scalar'}, chapter7)).toBe(false);
		expect(await isRequired({nEmbd: 64, batchSize: 16})).toBe(false);
		expect(await isRequired({data: folder.pathOf('missing.txt')})).toBe(false);
	});

	it('is for steps that take long, by the engine, the model and the batch', async () => {
		expect(await isRequired({nEmbd: 384, nLayer: 4})).toBe(true);
		expect(await isRequired({
			nEmbd: 128, nLayer: 4, batchSize: 12, blockSize: 64,
		})).toBe(true);
		expect(await isRequired({}, shakespeare)).toBe(true);
		expect(await isRequired({engine: 'scalar', nEmbd: 64, nLayer: 4})).toBe(true);
	});

	it('is for texts that take long to open', async () => {
		const [small, large] = [await folder.write('small.txt', 'a text\n'.repeat(1000)), await folder.write('large.txt', 'a text\n'.repeat(600_000))];
		expect(await isRequired({data: small})).toBe(false);
		expect(await isRequired({data: large})).toBe(true);
	});
});
