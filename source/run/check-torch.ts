import {ConfigError} from '../errors.js';
import {type TorchOptions} from '../model/torch/torch-options.js';
import {type RunConfig} from '../settings/run-config.js';

/**
Refuses what only PyTorch can do for another engine, and more processes than there are documents to share out.

@throws ConfigError which says so.
*/
export function checkTorch({engine, precision, training: {batchSize}}: Pick<RunConfig, 'engine' | 'precision' | 'training'>, {torch = {}}: {readonly torch?: TorchOptions | undefined}): void {
	const {processes = 1, device = 'cpu', microBatch} = torch;
	const flags = [...(torch.processes === undefined ? [] : ['--nproc']), ...(torch.device === undefined ? [] : ['--device']), ...(microBatch === undefined ? [] : ['--micro-batch'])];
	if (engine !== 'torch' && flags.length > 0) {
		throw new ConfigError(`Expected ${flags[0]} with --engine torch, got the ${engine} engine. Leave it out, or add --engine torch.`);
	}

	if (processes > batchSize) {
		throw new ConfigError(`Expected a document at least for each process, got --nproc ${processes} and --batch-size ${batchSize}. Try --batch-size ${processes * Math.ceil(8 / processes)}.`);
	}

	if (device === 'mps' && processes > 1) {
		throw new ConfigError(`Expected one process with --device mps, got --nproc ${processes}. Leave one of them out.`);
	}

	if (device === 'mps' && precision === 'f64') {
		throw new ConfigError('Expected --precision f32 with --device mps, which has no numbers of 64 bits, got f64. Add --precision f32.');
	}
}
