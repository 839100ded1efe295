/** Trains the GPT of microgpt.py and prints how the loss falls, then the names that it makes up. */
import {train} from 'microgpt-tui';

for await (const event of train({preset: 'microgpt'})) {
	if (event.type === 'step' && event.step % 100 === 0) {
		console.log(`step ${event.step}: loss ${event.loss.toFixed(4)}`);
	} else if (event.type === 'sample') {
		console.log(event.text);
	}
}
