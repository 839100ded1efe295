import {ConfigError} from '../errors.js';
import {type RunConfig} from '../training/run-config.js';

/** A graph of `Value` nodes needs about a kilobyte a parameter; more than this would be no fun. */
const mostScalarParameters = 2_000_000;
/** For parameters, gradients, two moments and a transposed copy alone; activations come on top. */
const mostTensorBytes = 4 * (1024 ** 3);
const numbersPerParameter = 5;

/**
Refuses a model that would be too large for its engine, before anything is drawn or allocated, which would take its time.

@throws ConfigError which says so.
*/
export function checkSize(parameterCount: number, {engine, precision}: RunConfig) {
	const bytesPerNumber = precision === 'f64' ? 8 : 4;
	const most = engine === 'scalar' ? mostScalarParameters : Math.floor(mostTensorBytes / numbersPerParameter / bytesPerNumber);
	if (parameterCount <= most) {
		return;
	}

	const engineName = engine === 'scalar' ? 'the scalar engine' : `the tensor engine in ${precision}`;
	throw new ConfigError(`Expected a model of at most ${formatted(most)} parameters for ${engineName}, got ${formatted(parameterCount)}. Lower --n-embd, --n-layer or --block-size.`);
}

const formatted = (count: number) => count.toLocaleString('en');
