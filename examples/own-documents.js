/** Trains on words of its own until it gets no better on those held out, logs that with SQLite, saves the run and makes up more. */
import {DatabaseSync} from 'node:sqlite';
import {loadCheckpoint, openTraining} from 'microgpt-tui';

const documents = `hydrogen helium lithium beryllium boron carbon nitrogen oxygen fluorine neon sodium magnesium aluminium silicon
phosphorus sulphur chlorine argon potassium calcium scandium titanium vanadium chromium manganese iron cobalt nickel copper zinc
gallium germanium arsenic selenium bromine krypton rubidium strontium yttrium zirconium niobium molybdenum technetium ruthenium
rhodium palladium silver cadmium indium tin antimony tellurium iodine xenon caesium barium lanthanum cerium praseodymium neodymium
promethium samarium europium gadolinium terbium dysprosium holmium erbium thulium ytterbium lutetium hafnium tantalum tungsten
rhenium osmium iridium platinum gold mercury thallium lead bismuth polonium astatine radon francium radium actinium thorium`.split(/\s+/v);

const database = new DatabaseSync('losses.db');
database.exec('create table if not exists losses (run text, step integer, training real, validation real)');
const insertion = database.prepare('insert into losses values (?, ?, ?, ?)');

const training = await openTraining({
	documents, preset: 'microgpt', batchSize: 4, validationShare: 0.2, evalEvery: 20, patience: 5, samples: 0, runsFolder: 'runs',
});
for await (const event of training.events) {
	if (event.type === 'eval') {
		insertion.run(training.folder, event.step, event.trainLoss, event.validationLoss);
	} else if (event.type === 'finish') {
		console.log(`${event.reason} after step ${event.totals.steps}, saved in ${training.folder}`);
	}
}

const {step, loss} = database.prepare('select step, min(validation) as loss from losses where run = ?').get(training.folder);
const best = await loadCheckpoint(`${training.folder}/best.safetensors`);
console.log(`validation was best at step ${step}: ${loss.toFixed(4)}`);
console.log(`elements with an a: ${best.sample({prefix: 'a', count: 5, seed: 1}).join(', ')}`);
