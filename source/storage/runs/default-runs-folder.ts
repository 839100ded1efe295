import {join, resolve} from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';

/** Where runs are saved when nobody says otherwise. */
export function defaultRunsFolder(): string {
	const {MICROGPT_RUNS_DIR: chosen} = process.env;
	return chosen === undefined || chosen === '' ? join(envPaths('microgpt-tui', {suffix: ''}).data, 'runs') : resolve(chosen);
}
