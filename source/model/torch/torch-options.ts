import {type ModelConfig} from '../model-config.js';
import {type TrainingPrecision} from '../engine.js';

export const torchDevices = ['cpu', 'cuda', 'mps'] as const;

export type TorchDevice = (typeof torchDevices)[number];

/** How PyTorch shares out the work of a step. */
export type TorchOptions = {
	/** How many processes share each batch; without it, one. */
	readonly processes?: number | undefined;
	/** What computes; without it, the CPU. */
	readonly device?: TorchDevice | undefined;
	/** Whether somebody has chosen how many threads share a step; else, there are fewer where PyTorch gains nothing by them. */
	readonly hasChosenThreads?: boolean | undefined;
	/** How many documents a process takes at a time, where not all of its share fit into memory; without it, all. */
	readonly microBatch?: number | undefined;
};

/** What the processes are started with; the other side is `train.py`. */
export type TorchJob = {
	readonly model: ModelConfig;
	readonly precision: TrainingPrecision;
	readonly device: TorchDevice;
	readonly processes: number;
	/** How many threads each process has or, unless they are chosen, has at most. */
	readonly threads: number;
	readonly hasChosenThreads: boolean;
	readonly microBatch: number;
	/** For how many seconds one process waits for the others before it gives up. */
	readonly patience: number;
};

/** How the work is shared out, in a few words. */
export function describeSharing({processes, threads, device}: Pick<TorchJob, 'processes' | 'threads' | 'device'>): string {
	const each = device === 'cpu' ? `${device}, ${threads === 1 ? '1 thread' : `${threads} threads`}` : device;
	return processes === 1 ? each : `${processes} processes on ${each} each`;
}
