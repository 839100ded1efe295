import {availableParallelism} from 'node:os';
import {type ComputingOptions} from '../run/open-run-options.js';
import {type OutputArguments} from './arguments.js';

/** More have less and less to share. */
const mostUsual = 8;

/** What computes a run that is shown; with the dashboard, one core is left to it, so that a key is answered at once. */
export function computingFor({threads, wideVectors, torch}: OutputArguments['computing'], shown: 'dashboard' | 'lines'): ComputingOptions {
	const cores = availableParallelism() - (shown === 'dashboard' ? 1 : 0);
	return {
		threads: threads === undefined ? {atMost: Math.min(mostUsual, cores)} : {exactly: threads},
		wideVectors,
		torch: {...torch, hasChosenThreads: threads !== undefined},
	};
}

/** What computes a run that goes on beside others: they have the cores to share already. */
export function computingBeside({threads, wideVectors, torch}: OutputArguments['computing']): ComputingOptions {
	return {threads: threads === undefined ? undefined : {exactly: threads}, wideVectors, torch};
}

/** Nobody has said anything. */
export const usualComputing: OutputArguments['computing'] = {threads: undefined, wideVectors: false, torch: {}};
