import {expect, it} from 'vitest';
import {ConfigError} from '../../source/errors.js';
import {checkTorch} from '../../source/run/check-torch.js';
import {chapter7} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';

const torch = createRunConfig(chapter7, {engine: 'torch', batchSize: 4});

it.each([
	[{...torch, engine: 'tensor'}, {device: 'cpu'}, 'Expected --device with --engine torch, got the tensor engine. Leave it out, or add --engine torch.'],
	[{...torch, engine: 'scalar'}, {microBatch: 2}, 'Expected --micro-batch with --engine torch, got the scalar engine. Leave it out, or add --engine torch.'],
	[torch, {processes: 5}, 'Expected a document at least for each process, got --nproc 5 and --batch-size 4. Try --batch-size 10.'],
	[torch, {device: 'mps', processes: 2}, 'Expected one process with --device mps, got --nproc 2. Leave one of them out.'],
	[torch, {device: 'mps'}, 'Expected --precision f32 with --device mps, which has no numbers of 64 bits, got f64. Add --precision f32.'],
] as const)('refuses %#', (config, options, message) => {
	expect(() => {
		checkTorch(config, {torch: options});
	}).toThrow(new ConfigError(message));
});

it('lets pass what can be done', () => {
	checkTorch({...torch, engine: 'tensor'}, {});
	checkTorch(torch, {torch: {processes: 4, device: 'cuda', microBatch: 1}});
	checkTorch({...torch, precision: 'f32'}, {torch: {device: 'mps'}});
});
