import {join} from 'node:path';
import {expect, it} from 'vitest';
import {
	ConfigError,
	DatasetError,
	openRun,
	openTraining,
	train,
	type TrainingEvent,
	type TrainOptions,
} from '../../source/index.js';
import {readCheckpoint} from '../../source/storage/record/checkpoint.js';
import {runProgram} from '../helpers/run-program.js';
import {timeless} from '../helpers/saved-run.js';
import {allEvents} from '../helpers/small-training.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
const documents = ['north', 'south', 'east', 'west', 'left', 'right', 'over', 'under', 'near', 'far', 'here', 'there'];
const options: TrainOptions = {
	preset: 'microgpt', documents, nLayer: 2, batchSize: 3, schedule: 'constant', seed: 7, steps: 20, samples: 3, validationShare: 0.2, evalEvery: 6,
};

/** What is told, without what the clock decides. */
const told = (events: readonly TrainingEvent[]) => events.filter(({type}) => !['activity', 'start', 'checkpoint'].includes(type)).map(event => timeless(event));

/** Trains, and saves a checkpoint where an event is the one. */
async function savedAt(name: string, isThere: (event: TrainingEvent) => boolean): Promise<string> {
	const path = temporary.pathOf(`${name}.safetensors`);
	const {events, saveCheckpoint} = await openTraining(options);
	for await (const event of events) {
		if (isThere(event)) {
			await saveCheckpoint(path);
		}
	}

	return path;
}

it('goes on from a checkpoint as if it had never been left, wherever that was saved', async () => {
	const whole = told(await allEvents(train(options)));
	for (const [name, type, step] of [['step', 'step', 11], ['before-evaluation', 'step', 12], ['after-evaluation', 'eval', 12]] as const) {
		const path = await savedAt(name, event => event.type === type && event.step === step);
		const events = await allEvents(train({checkpoint: path, documents}));
		expect(events[0]).toMatchObject({type: 'start', seed: 7, parent: {step, documents: step * 3}});
		const last = whole.findIndex(event => event.type === type && 'step' in event && event.step === step);
		expect(told(events)).toEqual(whole.slice(last + 1));
	}
});

it('does so on a text that is cut into windows, whose places it knows', async () => {
	const text = documents.join(' and ').repeat(9);
	const stream: TrainOptions = {
		preset: 'microgpt', text, documents: 'stream', batchSize: 2, seed: 3, steps: 9, samples: 1, precision: 'f32',
	};
	const {events, saveCheckpoint} = await openTraining(stream);
	const path = temporary.pathOf('stream.safetensors');
	const whole: TrainingEvent[] = [];
	for await (const event of events) {
		whole.push(event);
		if (event.type === 'step' && event.step === 4) {
			await saveCheckpoint(path);
		}
	}

	const rest = await allEvents(train({checkpoint: path, text}));
	expect(told(rest)).toEqual(told(whole).slice(4));
	expect(told(rest)).toHaveLength(7);
});

it('has more steps if somebody says so, and makes up at its end what a run of so many makes up', async () => {
	const path = await savedAt('end', ({type}) => type === 'finish');
	const events = await allEvents(train({checkpoint: path, documents, steps: 30}));
	const whole = await allEvents(train({...options, steps: 30}));
	const later = (list: readonly TrainingEvent[]) => told(list).filter(event => ['step', 'sample'].includes(event.type) && 'step' in event && event.step > 20);
	expect(later(events)).toHaveLength(13);
	expect(later(events)).toEqual(later(whole));
});

it('can be saved, and be resumed by the library and by the program', async () => {
	const path = await savedAt('saved', event => event.type === 'step' && event.step === 5);
	const runsFolder = temporary.pathOf('runs');
	const whole = await openTraining({...options, runsFolder});
	await allEvents(whole.events);
	const {events, folder} = await openTraining({
		checkpoint: path, documents, runsFolder, name: 'second half',
	});
	for await (const event of events) {
		if (event.type === 'step' && event.step === 9) {
			break;
		}
	}

	const run = await openRun(folder!);
	for await (const event of run.resume()) {
		if (event.type === 'step' && event.step === 14) {
			break;
		}
	}

	expect(await runProgram('resume', 'second half', '--plain', '--runs-dir', runsFolder)).toMatchObject({exitCode: 0});
	const [expected, reached] = await Promise.all([whole.folder!, folder!].map(async place => readCheckpoint(join(place, 'checkpoint.safetensors'))));
	expect(reached.parameters).toEqual(expected.parameters);
	expect(reached.moments).toEqual(expected.moments);
	expect(reached.random).toEqual(expected.random);
});

it('goes on from a state in the folder of a run, too, whose data it knows', async () => {
	const {events, folder} = await openTraining({...options, runsFolder: temporary.pathOf('states')});
	const whole = await allEvents(events);
	const best = join(folder!, 'best.safetensors');
	const {progress: {step}} = await readCheckpoint(best);
	const again = await allEvents(train({checkpoint: best}));
	expect(told(again).filter(({type}) => type === 'step')).toEqual(told(whole).filter(event => event.type === 'step' && event.step > step));
});

it('is refused where it would be another training', async () => {
	const checkpoint = await savedAt('refused', event => event.type === 'step' && event.step === 11);
	const open = async (changes: TrainOptions) => openTraining({checkpoint, documents, ...changes});
	await expect(open({documents: [...documents, 'up']})).rejects.toThrow(new DatasetError('Expected memory to be as it was when the run began, got another text. Give it back its content to go on, or train anew.'));
	await expect(open({nEmbd: 32})).rejects.toThrow(new ConfigError('Expected the model of the checkpoint, got one of other sizes. Leave nLayer, nHead, nEmbd and blockSize out.'));
	await expect(open({steps: 10})).rejects.toThrow(new ConfigError('Expected steps to be at least 11, which the checkpoint has done, got 10.'));
	await expect(open({preset: 'microgpt'})).rejects.toThrow(new ConfigError('Expected a checkpoint without preset, got both. Leave one of them out: a checkpoint has its settings and its weights.'));
	await expect(open({initFrom: checkpoint})).rejects.toThrow(new ConfigError('Expected a checkpoint without initFrom, got both. Leave one of them out: a checkpoint has its settings and its weights.'));
});
