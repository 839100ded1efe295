import {expect, it} from 'vitest';
import {withChosenData} from '../../source/command-line/choose-data.js';
import {presets} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';

it('takes the data that were chosen for another configuration in its own way', () => {
	const [preset] = presets;
	const chosen = createRunConfig(preset, {
		data: 'cache/words.txt', validationShare: 0, blockSize: 8, documents: 'stream',
	});
	const config = createRunConfig(preset, {
		data: 'words', validationShare: 0.1, splitSeed: 3, blockSize: 16, documents: 'lines',
	});
	expect(withChosenData({config}, {config: chosen}, true).dataset).toMatchObject({
		path: 'cache/words.txt', validationShare: 0.1, splitSeed: 3, blockSize: 16, documents: 'lines',
	});
	expect(withChosenData({config}, {config: chosen}, false).dataset).toMatchObject({validationShare: 0.1, documents: 'stream'});
});
