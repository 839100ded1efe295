/** Trains a model of its own size in batches, with a tenth of the names held out, and samples at three temperatures. */
import {openTraining} from 'microgpt-tui';

const training = await openTraining({
	preset: 'microgpt',
	nLayer: 2,
	nEmbd: 32,
	batchSize: 16,
	steps: 500,
	schedule: 'cosine',
	warmup: 20,
	validationShare: 0.1,
	precision: 'f32',
	samples: 0,
});
console.log(`${training.start.parameterCount} parameters`);

for await (const event of training.events) {
	if (event.type === 'eval') {
		console.log(`step ${event.step}: training loss ${event.trainLoss.toFixed(3)}, validation loss ${event.validationLoss.toFixed(3)}`);
	}
}

for (const temperature of [0.3, 0.7, 1]) {
	console.log(`at temperature ${temperature}: ${training.sample({count: 8, temperature}).join(', ')}`);
}
