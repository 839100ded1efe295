/** Trains the same model with several learning rates and says which one gets furthest. */
import {train} from 'microgpt-tui';

for (const learningRate of [0.001, 0.003, 0.01, 0.03, 0.1]) {
	const losses = [];
	for await (const event of train({preset: 'microgpt', learningRate, samples: 0})) {
		if (event.type === 'step') {
			losses.push(event.loss);
		}
	}

	const last100 = losses.slice(-100);
	const mean = last100.reduce((sum, loss) => sum + loss) / last100.length;
	console.log(`learning rate ${learningRate}: mean of the last 100 losses ${mean.toFixed(4)}`);
}
