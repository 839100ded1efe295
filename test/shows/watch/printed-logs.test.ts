import {describe, expect, it} from 'vitest';
import {EventSequence} from '../../../source/shows/watch/event-sequence.js';
import {type ToldEvent} from '../../../source/training/told-events.js';
import {type PrintedLog, printedLogs} from '../../helpers/printed-logs.js';

function tell(lines: readonly string[]): ToldEvent[] {
	const sequence = new EventSequence('train.log');
	return [...lines.flatMap((line, index) => sequence.take(line, index)), ...sequence.end()];
}

/** What was told, in the words of a log. */
function readingOf(lines: readonly string[]): Omit<PrintedLog, 'program' | 'lines' | 'last'> {
	const events = tell(lines);
	const start = events.find(event => event.type === 'start');
	return {
		steps: events.flatMap(event => event.type === 'step' ? [[event.step, event.loss] as const] : []),
		evaluations: events.flatMap(event => event.type === 'eval' ? [[event.step, event.validationLoss] as const] : []),
		...(start?.training.steps !== undefined && {plannedSteps: start.training.steps}),
		...(start?.counts !== undefined && {counts: start.counts}),
		metrics: Object.assign({}, ...events.flatMap(event => event.type === 'metrics' ? [event.values] : [])) as Record<string, number>,
	};
}

it('has the lines of more than fifteen programs', () => {
	expect(printedLogs.length).toBeGreaterThan(30);
});

describe.each(printedLogs.map(log => [log.program, log] as const))('the lines of %s', (_, {lines, steps, evaluations = [], plannedSteps, counts, last = {}, metrics = {}}) => {
	it('are a run', () => {
		const reading = readingOf(lines);
		expect(reading).toMatchObject({steps, evaluations, metrics});
		expect([reading.plannedSteps, reading.counts]).toEqual([plannedSteps, counts]);
		expect(tell(lines).findLast(event => event.type === 'step')).toMatchObject(last);
	});

	it('are the same run with a prefix, colours and other ends', () => {
		// A table has nothing in front of its names.
		const isTable = lines.some(line => /^(?:epoch[ ,]|step[\t,])/iv.test(line));
		const changed = isTable ? lines.map(line => `\u{1B}[0m${line}`) : lines.map(line => `2024-05-06T07:08:09.123Z \u{1B}[32mINFO\u{1B}[0m - ${line}`);
		expect(readingOf(changed)).toEqual(readingOf(lines));
	});
});

describe('what is counted', () => {
	it('is what the program tells from then on, when it tells more than before', () => {
		const events = tell(['loss: 4.5', 'Epoch 1: loss 4.25', 'step 10: loss 4.0', 'step 20: loss 3.5', 'Epoch 1: loss 3.9', 'loss: 3.75']);
		expect(events.flatMap(event => event.type === 'start' ? [event.counts] : [])).toEqual(['lines', 'epochs', undefined]);
		expect(events.flatMap(event => event.type === 'step' ? [[event.step, event.loss]] : [])).toEqual([[1, 4.5], [1, 4.25], [10, 4], [20, 3.5]]);
		expect(events.at(-1)).toMatchObject({totals: {steps: 20}});
	});

	it('is named in what is said of it', () => {
		const messages = tell(['{\'loss\': 2.5}', '{\'loss\': nan}']).flatMap(event => event.type === 'warning' ? [event.message] : []);
		expect(messages).toEqual(['The loss of line 2 is not a finite number: the run has diverged.']);
	});

	it('begins anew where the epochs do', () => {
		const placesOf = (told: readonly ToldEvent[]): Array<number | string> => told.flatMap((event): Array<number | string> => event.type === 'step' ? [event.step] : (event.type === 'warning' ? [event.code] : []));
		const events = tell([0.1, 0.2, 0.1].map(epoch => `{'loss': 2.5, 'epoch': ${epoch}}`));
		expect(placesOf(events)).toEqual([1, 2, 1, 'restarted']);
		const again = tell([1, 2, 3, 1, 2].map(epoch => `Epoch ${epoch}/3, Step 300/300, loss 2.5`));
		expect(placesOf(again)).toEqual([300, 600, 900, 300, 'restarted', 600]);
	});
});

describe('lines that are no steps', () => {
	const noSteps = [
		'number of parameters: 10.65M',
		'num decayed parameter tensors: 26, with 10,740,096 parameters',
		'loading step 5',
		'Loading checkpoint from step 1000',
		'saving checkpoint at step 100',
		'Saved checkpoint out/ckpt_step100_loss2.31.pt',
		'Resuming from epoch 3, step 1200',
		'batch_size: 64',
		'learning_rate: 0.001',
		'max_iters = 5000, eval_interval = 250, dropout = 0.2',
		'{\'n_layer\': 6, \'n_head\': 6, \'lr\': 0.001, \'max_steps\': 5000, \'loss_weight\': 0.5}',
		'{"level": "info", "message": "listening on port 8080"}',
		'Namespace(batch_size=64, epochs=10, lr=0.01, loss_fn=\'ce\', steps=1000)',
		'Traceback (most recent call last):',
		'  File "/home/me/train.py", line 42, in <module>',
		'    loss = model(x, y)',
		'RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 8.00 GiB total capacity; 5.60 GiB already allocated)',
		'ValueError: expected 5 values, got 3',
		'Downloading data:  12%|█▏        | 12.3M/100M [00:01<00:20, 5.12MB/s]',
		'Downloading (…)lve/main/config.json: 100%|██████████| 665/665 [00:00<00:00, 120kB/s]',
		'Map:  50%|█████     | 500/1000 [00:00<00:00, 5123.12 examples/s]',
		'tokenizing: 120/500 documents, 3.2 MB/s',
		'Collecting torch==2.1.0',
		'step size 0.1, loss scale 128',
		'WARNING: loss scale reduced to 128 at step 5',
		'Epoch 00003: val_loss did not improve from 2.31',
		'Epoch 3: val_loss improved from 2.50 to 2.30, saving model to best.keras',
		'best loss: 2.31',
		'Early stopping: no improvement of the loss for 5 epochs',
		'loss function: CrossEntropyLoss, 27 classes',
		'warmup_steps: 100, total_steps: 5000',
		'evaluating every 100 steps on 20 batches',
		'GPU 0: 45C, 120W / 250W, 1024MiB / 8192MiB, 50% util',
		'lossless compression 5/10',
		'2024-01-02 10:11:12',
		'12/300',
		'|--------|-------|',
		'step 100',
	];

	it.each(noSteps)('such as %s', line => {
		expect(tell([line]).map(({type}) => type)).toEqual(['start', 'finish']);
	});

	it('stay what they are in the middle of a run', () => {
		const lines = noSteps.filter(line => line !== 'step 100').flatMap((line, index) => [`step ${index + 1}: loss 2.5, acc 0.5`, line]);
		const events = tell(lines);
		expect(events.filter(({type}) => type === 'step')).toHaveLength(lines.length / 2);
		expect(events.filter(({type}) => type === 'eval' || type === 'warning')).toEqual([]);
		expect(new Set(events.flatMap(event => event.type === 'metrics' ? Object.keys(event.values) : []))).toEqual(new Set(['acc']));
	});
});
