const decay = 0.99;

/**
The running mean of the losses as the course has it: it starts at the first loss, keeps 99% and
takes 1% of each new one.

@param mean - The mean before; undefined at the first loss.
*/
export function nextRunningMean(mean: number | undefined, loss: number): number {
	return mean === undefined ? loss : (decay * mean) + ((1 - decay) * loss);
}
