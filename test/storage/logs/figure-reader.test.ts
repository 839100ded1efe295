import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {meaningOf} from '../../../source/storage/logs/figure-meaning.js';
import {type FigureLine, FigureReader} from '../../../source/storage/logs/figure-reader.js';

type Told = {readonly step: number; readonly total: number | undefined; readonly loss: number; readonly metrics: ReadonlyArray<readonly [name: string, value: number]>};

const grouped = (number: number) => number.toLocaleString('en-US');
const outOf = (step: number, total: number | undefined, sign = '/') => total === undefined ? String(step) : `${step}${sign}${total}`;
const pairsWith = (sign: string, end: string) => ({loss, metrics}: Told) => [['loss', loss] as const, ...metrics].map(([name, value]) => `${name}${sign}${value}`).join(end);

/** How a step may be written, and how what it tells. */
const places: ReadonlyArray<(told: Told) => string> = [
	({step, total}) => `step ${outOf(step, total)}`,
	({step, total}) => `step ${outOf(step, total, ' / ')}`,
	({step, total}) => `step ${outOf(step, total, ' of ')}`,
	({step, total}) => `Step: ${outOf(step, total)}`,
	({step, total}) => `Step [${outOf(step, total)}]`,
	({step, total}) => `[${outOf(step, total)}]`,
	({step, total}) => `iter ${outOf(step, total)}`,
	({step, total}) => `Iteration ${outOf(step, total)}`,
	({step, total}) => `iteration ${String(step).padStart(8)}${total === undefined ? '' : `/${String(total).padStart(8)}`}`,
	({step, total}) => `global_step=${outOf(step, total)}`,
	({step, total}) => `train/step: ${outOf(step, total)}`,
	({step, total}) => `update ${outOf(step, total)}`,
	({step, total}) => `step #${outOf(step, total)}`,
	({step, total}) => `Step ${total === undefined ? grouped(step) : `${grouped(step)}/${grouped(total)}`}`,
	({step, total}) => total === undefined ? `${step}it [00:12, 3.1it/s]` : `12%|█▏   | ${step}/${total} [00:12<01:02,  3.12it/s]`,
];
const joints = [': ', ' | ', ', ', ' - ', '  ', '\t', ' :: ', '; '];
const pairings = [pairsWith(' ', ', '), pairsWith('=', ' '), pairsWith(': ', ' | '), pairsWith(' = ', ', '), pairsWith(':', ' '), pairsWith(': ', ' - '), pairsWith('  ', '\t'), pairsWith(' ', ' | '), pairsWith(' ', ' ')];
const prefixes = [
	'',
	' '.repeat(3),
	'2024-01-02 10:11:12,345 - ',
	'2024-01-02T10:11:12.345Z ',
	'[2024-01-02 10:11:12] ',
	'[10:11:12] ',
	'10:11:12 ',
	'01/02/2024 10:11:12 - ',
	'Jan  2 10:11:12 gpu-01 python[4242]: ',
	'INFO:root:',
	'INFO:trainer:',
	'[INFO] ',
	'[INFO|trainer.py:123] ',
	'2024-01-02 10:11:12.345 | INFO     | __main__:train:42 - ',
	'I0102 10:11:12.345678 140123 train.py:123] ',
	'[rank0]: ',
	'[rank0]:[titan] ',
	'[default0]:',
	'\u{1B}[32mINFO\u{1B}[0m ',
	'my.module.trainer - ',
	'>>> ',
	'* ',
	'(worker) ',
	'2024/01/02 10:11:12 train.py:42: ',
	'0: ',
	'[W] ',
	'WARNING ',
];
const suffixes = ['', ' ', '\r', '\u{1B}[0m', ' \u{1B}[K', ' eta: 0:10:00', ' ETA 12s'];

const step = fc.nat(9_999_999);
const decimals = fc.double({min: 1e-6, max: 1e6, noNaN: true});
const loss = fc.oneof(fc.integer({min: -5, max: 20}), fc.double({min: 0, max: 20, noNaN: true}), decimals, fc.constant(0));
const words = fc.constantFrom('acc', 'accuracy', 'bleu', 'mfu', 'perplexity', 'z_score', 'aux/kl', 'reward_mean', 'F1', 'memory', 'clip_frac', 'Entropy-bonus', 'q_values', 'mem.peak', 'top1');
const metrics = fc.uniqueArray(fc.tuple(words, decimals), {maxLength: 4, selector: ([name]) => name});
const told = fc.record({
	step, extra: fc.option(fc.nat(1_000_000), {nil: undefined}), loss, metrics,
}).map(({extra, ...rest}): Told => ({...rest, total: extra === undefined || rest.step + extra === 0 ? undefined : rest.step + extra}));

const read = (line: string) => new FigureReader().read(line);

/** What should be read. */
const expectedOf = (what: Told) => ({
	step: {at: what.step, total: what.total}, loss: what.loss, metrics: Object.fromEntries(what.metrics),
});

function readingOf(figures: FigureLine | undefined, what: Told) {
	const names = new Set(what.metrics.map(([name]) => name));
	return figures && {
		step: figures.step && {at: figures.step.at, total: figures.step.total},
		loss: figures.loss,
		metrics: Object.fromEntries(Object.entries(figures.metrics).filter(([name]) => names.has(name))),
	};
}

describe('a line in any notation', () => {
	it('uses names that mean nothing else', () => {
		fc.assert(fc.property(words, name => {
			expect(meaningOf(name)).toEqual({type: 'metric'});
		}));
	});

	it('tells its step, its end, its loss and all else exactly, whatever stands around it', () => {
		const notation = fc.record({
			place: fc.constantFrom(...places), joint: fc.constantFrom(...joints), pairing: fc.constantFrom(...pairings), prefix: fc.constantFrom(...prefixes), suffix: fc.constantFrom(...suffixes),
		});
		fc.assert(fc.property(told, notation, (what, {place, joint, pairing, prefix, suffix}) => {
			const line = prefix + place(what) + joint + pairing(what) + suffix;
			expect(readingOf(read(line), what), line).toEqual(expectedOf(what));
		}), {numRuns: 2000});
	});

	it('tells them in a record too, nested or not, of JSON or of Python', () => {
		const lossNames = fc.constantFrom('loss', 'train_loss', 'train/loss', 'training_loss', 'trainLoss', 'Loss');
		const stepNames = fc.constantFrom('step', '_step', 'global_step', 'iter', 'iteration', 'train/global_step', 'num_updates', 'current_steps');
		const forms = fc.constantFrom<(record: Record<string, unknown>) => string>(
			record => JSON.stringify(record),
			record => JSON.stringify(record).replaceAll('"', '\'').replaceAll(',', ', ').replaceAll(':', ': '),
			record => JSON.stringify(record, (_, value: unknown) => typeof value === 'number' ? String(value) : value),
			record => `INFO: ${JSON.stringify(record)}`,
		);
		fc.assert(fc.property(told, fc.tuple(lossNames, stepNames), forms, fc.boolean(), (what, [lossName, stepName], form, isNested) => {
			const values = Object.fromEntries(what.metrics);
			const record = {
				[stepName]: what.step, ...(what.total !== undefined && {max_steps: what.total}), [lossName]: what.loss, ...(isNested ? {more: values} : values), note: 'loss 7', list: [1, 2, 3],
			};
			const line = form(record);
			const reading = read(line);
			const found = Object.entries(reading?.metrics ?? {}).map(([name, value]) => [isNested ? name.replace(/^more\//v, '') : name, value]);
			expect({...reading, metrics: Object.fromEntries(found) as unknown}, line).toMatchObject({step: {at: what.step, total: what.total}, loss: what.loss, metrics: values});
		}), {numRuns: 500});
	});

	it('tells them in a table too', () => {
		const dividers = fc.constantFrom(',', '\t', ';', ' | ', ' '.repeat(3), ', ');
		fc.assert(fc.property(told, dividers, (what, divider) => {
			const reader = new FigureReader();
			expect(reader.read(['step', 'loss', ...what.metrics.map(([name]) => name)].join(divider))).toBeUndefined();
			const row = [what.step, what.loss, ...what.metrics.map(([, value]) => value)].join(divider);
			expect(reader.read(row)).toMatchObject({
				form: 'row', step: {at: what.step}, loss: what.loss, metrics: Object.fromEntries(what.metrics),
			});
		}), {numRuns: 500});
	});
});

describe('what a number means', () => {
	it.each([
		['learning rate', ['lr 0.001', 'learning_rate=0.001', 'Learning Rate: 1e-3', 'train/lr: 0.001', 'lr-AdamW: 0.001', 'lr=[0.001]'], {learningRate: 0.001}],
		['gradient norm', ['grad_norm 1.5', 'gnorm=1.5', 'grad norm: 1.5', 'norm 1.5', 'gradient norm 1.5', 'train/grad_norm: 1.5', 'gradNorm: 1.5'], {gradientNorm: 1.5}],
		['tokens a second', ['tok/sec: 1,500', '1500 tok/s', 'tokens/s 1500', 'tokens_per_second: 1500', '1.5k tok/s', '1500 tokens/sec', 'tps: 1500'], {tokensPerSecond: 1500}],
		['time of a step in milliseconds', ['time 12.5ms', 'dt: 12.5ms', '12.5 ms', 'iter_time_ms: 12.5', 'elapsed time per iteration (ms): 12.5', '12.5ms/step', 'step time 12.5 ms', 'took 12.5ms'], {stepTime: {value: 12.5, unit: 'ms'}}],
		['time of a step in seconds', ['step time: 0.5s', '0.5s/it', 'iter time (s): 0.5', 'step_time_s=0.5', 'dt 0.5 s', '0.5 s/step', 'seconds per step: 0.5'], {stepTime: {value: 0.5, unit: 's'}}],
		['validation loss', ['val loss 2.5', 'val_loss=2.5', 'valid_loss: 2.5', 'eval_loss: 2.5', 'val/loss: 2.5', 'validation loss = 2.5', 'test loss 2.5', 'loss (val): 2.5', 'loss/val: 2.5', 'valLoss: 2.5', 'eval/loss: 2.5', 'val-loss: 2.5'], {validationLoss: 2.5}],
	])('finds the %s in any notation', (_, notations, expected) => {
		for (const notation of notations) {
			expect(read(`step 5: loss 2.25, ${notation}`), notation).toMatchObject({loss: 2.25, ...expected, metrics: {}});
			expect(read(`step 5 | loss 2.25 | ${notation}`), notation).toMatchObject({loss: 2.25, ...expected, metrics: {}});
		}
	});

	it.each([
		['step 5 loss nan', NaN], ['step 5 loss: NaN acc 0.1', NaN], ['step 5 loss=inf', NaN], ['{"step": 5, "loss": NaN}', NaN], ['{\'step\': 5, \'loss\': nan}', NaN], ['{"step": 5, "loss": Infinity}', NaN], ['step 5 loss -inf', NaN], ['[5/9] loss=tensor(nan)', NaN],
	])('takes %s for a loss that is no number', (line, expected) => {
		expect(read(line)).toMatchObject({step: {at: 5}, loss: expected});
	});

	it('leaves a metric out that is no number', () => {
		expect(read('step 5 loss 2.5 acc nan, bleu 3')?.metrics).toEqual({bleu: 3});
		expect(read('{"step": 5, "loss": 2.5, "acc": NaN, "bleu": null}')?.metrics).toEqual({});
	});

	it('takes the loss that is meant, and the others for metrics', () => {
		expect(read('step 5 | total_loss 3.5 | ce_loss 2.5 | aux_loss 1.0')).toMatchObject({loss: 3.5, metrics: {ce_loss: 2.5, aux_loss: 1}});
		expect(read('step 5 | aux_loss 1.0 | loss 3.5')).toMatchObject({loss: 3.5, metrics: {aux_loss: 1}});
		expect(read('step 5 | g_loss 1.0 | d_loss 0.5')).toMatchObject({loss: 1, metrics: {d_loss: 0.5}});
		expect(read('step 5 | loss 3.5 | best loss 3.1 | loss scale 128')).toMatchObject({loss: 3.5, metrics: {'best loss': 3.1, 'loss scale': 128}});
	});

	it.each<[string, Record<string, unknown>]>([
		['step 5/100 | 2.3456 loss | lr 3e-4', {loss: 2.3456, learningRate: 3e-4}],
		['step 5 loss 2.3, Train Steps/Sec: 1.23', {loss: 2.3, metrics: {'Train Steps/Sec': 1.23}}],
		['Training:  50%|#####     | 5/100 [00:01<00:01, 40.0it/s] loss: 2.3', {loss: 2.3, metrics: {'it/s': 40}}],
		['step 5 | train_loss: 2.3 | val_loss: nan', {loss: 2.3, metrics: {}}],
		['step: 5, loss: {train: 2.3, val: 2.4}', {loss: 2.3, validationLoss: 2.4}],
		['Epoch 2/10 [Val]:  50%|█████ | 50/100 [00:01<00:01, 40.0it/s, loss=2.3]', {validationLoss: 2.3}],
		['At step 5, the loss is 2.3', {step: {at: 5}, loss: 2.3}],
		['Round 5: loss 2.3', {step: {at: 5}, loss: 2.3}],
		['step\t5\tloss\t2.3', {step: {at: 5}, loss: 2.3}],
		['✓ step 5 → loss 2.3', {step: {at: 5}, loss: 2.3}],
		['step 5 | loss -> 2.3', {step: {at: 5}, loss: 2.3}],
		['steps 5 | loss 2.3', {step: {at: 5, kind: 'bare'}}],
		['step 5 | loss 2.3', {step: {at: 5, kind: 'named'}}],
		['step 5 | best val_loss 2.1 | loss 3.5', {loss: 3.5, metrics: {'best val_loss': 2.1}}],
	])('reads %s', (line, expected) => {
		expect(read(line)).toMatchObject(expected);
		expect(read(line)?.validationLoss).toBe((expected as {validationLoss?: number}).validationLoss);
	});

	it('reads a row of a table whose cells are more than digits', () => {
		const reader = new FigureReader();
		reader.read('step,loss,change');
		expect(reader.read('5/100,2.3,-1.5%')).toMatchObject({step: {at: 5, total: 100}, loss: 2.3});
	});

	it('does not take the bar of an evaluation for the place in the run', () => {
		for (const line of ['Validation:  50%|███   | 10/20 [00:01<00:01, 9.0it/s, loss=2.3]', 'Evaluating 10/20 [00:01<00:01, val_loss=2.3]', 'Epoch(val) [1][10/20] loss: 2.3']) {
			const figures = read(line);
			expect([figures?.validationLoss, figures?.loss, figures?.step], line).toEqual([2.3, undefined, undefined]);
		}
	});

	it('keeps the unit of a metric in its name', () => {
		expect(read('step 5 loss 2 mfu 1.5% mem 12GB')?.metrics).toEqual({'mfu (%)': 1.5, 'mem (GB)': 12});
	});

	it('has a name for __proto__ too', () => {
		expect(Object.keys(read('{"step": 5, "loss": 2, "__proto__": 3, "constructor": 4}')!.metrics)).toEqual(['__proto__', 'constructor']);
	});
});

describe('any line', () => {
	it('is read without an error', () => {
		const parts = fc.constantFrom('step', 'loss', '5', '/', '300', ':', '=', '|', '[', ']', '(', ')', '{', '}', '\'', '"', ',', '-', '1e5', 'nan', 'tensor(', ' ', '\t', 'val', 'epoch', '%', '12ms', '2024-01-02', '\u{1B}[31m', '\\');
		const pieces = fc.array(parts).map(all => all.join(''));
		const strings = fc.string({unit: 'binary'});
		const lines = fc.oneof(pieces, strings);
		fc.assert(fc.property(lines, line => {
			const reader = new FigureReader();
			const figures = reader.read(line);
			for (const value of Object.values(figures?.metrics ?? {})) {
				expect(Number.isFinite(value)).toBe(true);
			}

			expect(Number.isSafeInteger(figures?.step?.at ?? 0)).toBe(true);
			reader.read(line);
		}), {numRuns: 1500});
	});

	it.each(['step', ' ', '-', '1', '1,', '(', '[', '{', '{"a":', '"', 'loss ', 'a.', '1:', '/', '= ', '\t', '1 / ', 'tensor(', '\\', ',', 'a b  ', '12:34 ', '\u{1B}['])('of a million characters such as %j takes no time', part => {
		const line = `step 5 ${part.repeat(1_000_000 / part.length)}`;
		const before = performance.now();
		new FigureReader().read(line);
		new FigureReader().read(`{"step": 5, "loss": 2, "x": "${line}`);
		new FigureReader().read(part.repeat(1_000_000 / part.length));
		expect(performance.now() - before).toBeLessThan(3000);
	});
});
