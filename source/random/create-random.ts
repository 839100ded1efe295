import {DotnetRandom} from './dotnet-random.js';
import {PythonRandom} from './python-random.js';
import {type ResumableRandom} from './random-source.js';

/** The platform whose random numbers a reference was made with. */
export type RandomPlatform = 'dotnet' | 'python';

/**
Starts a seeded stream in the manner of a platform.

@throws ConfigError for a seed that the platform does not have.
*/
export function createRandom(platform: RandomPlatform, seed: number): ResumableRandom {
	return platform === 'dotnet' ? new DotnetRandom(seed) : new PythonRandom(seed);
}
