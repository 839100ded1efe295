import {dirname, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {type Baselines} from '../../source/data/baselines.js';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {openRun, type LocalRun} from '../../source/run/open-run.js';
import {type Origin, originAt} from '../../source/run/origin.js';
import {openSavedModel} from '../../source/run/saved-model.js';
import {microgpt} from '../../source/settings/presets.js';
import {createRunConfig, type RunConfig, type RunOptions} from '../../source/settings/run-config.js';
import {runFiles} from '../../source/storage/record/run-files.js';
import {readRunInfo} from '../../source/storage/record/run-info.js';
import {findRun} from '../../source/storage/runs/runs-folder.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {copyAsKilled, toldUntil} from '../helpers/saved-run.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const text = 'It was the best of times, it was the worst of times,\nit was the age of wisdom, it was the age of foolishness,\nit was the epoch of belief, it was the epoch of incredulity\n';
const blockSize = 8;

async function configOf(options: RunOptions = {}): Promise<RunConfig> {
	return createRunConfig(microgpt, {
		data: await folder.write('times.txt', text), documents: 'stream', blockSize, batchSize: 3, steps: 30, validationShare: 0.2, evalEvery: 7, samples: 1, nEmbd: 8, nHead: 2, ...options,
	});
}

type OpenOptions = {readonly origin?: Origin | undefined; readonly resumed?: string; readonly isSaved?: boolean};

let runsFolders = 0;
async function open(config: RunConfig, {origin, resumed, isSaved = false}: OpenOptions = {}): Promise<LocalRun> {
	return openRun(config, '1.2.3', {
		hasPreviews: true,
		historyBytes: 250_000,
		origin,
		saving: isSaved
			? {
				runsFolder: folder.pathOf(`runs-${++runsFolders}`), saveEveryMs: 1e9, logEvery: undefined, resumed,
			}
			: undefined,
	});
}

/** What a run tells up to a step, or to its end, but for what saving tells. */
async function goOn(run: Pick<LocalRun, 'events'>, to = Infinity): Promise<TrainingEvent[]> {
	const told: TrainingEvent[] = [];
	for await (const event of toldUntil(run, to)) {
		told.push(event);
	}

	return told;
}

const after = (told: readonly TrainingEvent[], step: number) => told.slice(told.findIndex(event => event.type === 'step' && event.step === step) + 1);

describe('windows at random places', () => {
	it('are a token longer than the context, and say so in the record', async () => {
		const run = await open(await configOf(), {isSaved: true});
		const documents = await Promise.all(Array.from({length: 30}, async (_, index) => run.ask(['documentsOf', index + 1])));
		const windows = documents.flatMap(ofStep => ofStep ?? []);
		expect(windows).toHaveLength(90);
		const whole = text.trim();
		const training = whole.slice(0, -Math.round(whole.length * 0.2));
		const places = windows.map(window => training.indexOf(window));
		expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
		expect(windows.every(({length}) => length === blockSize + 1)).toBe(true);
		expect(new Set(windows).size).toBeGreaterThan(50);
		const {config} = await readRunInfo(run.saving!.folder);
		expect([config.dataset, run.start.dataset]).toMatchObject([{documents: 'stream', windows: 'random'}, {
			mode: 'stream', windows: 'random', documentCount: 22, validationDocumentCount: 5,
		}]);
		await run.close();
	});

	it('are the same when a run goes on that was saved, or killed', async () => {
		const config = await configOf();
		const whole = await goOn(await open(config));
		const first = await open(config, {isSaved: true});
		await goOn(first, 11);
		await first.ask(['save']);
		await goOn(first, 17);
		const killed = folder.pathOf('killed');
		copyAsKilled(first.saving!.folder, killed);
		await first.close();
		// The one was saved at its end, the other is as it was at step 11.
		for (const [left, step] of [[first.saving!.folder, 17], [killed, 11]] as const) {
			const {config: saved} = await readRunInfo(left);
			const resumed = await open(saved, {isSaved: true, resumed: left});
			expect(await goOn(resumed)).toEqual(after(whole, step));
			await resumed.close();
		}
	});

	it('are those of the run that a fork has left, also where it takes more of them at a time', async () => {
		const config = await configOf();
		const run = await open(config);
		const whole = await goOn(run, 20);
		const origin = await originAt(9, {...run, name: 'parent', meanAfter: () => undefined});
		const same = await open(config, {origin});
		expect(await goOn(same, 20)).toEqual(after(whole, 9));
		const other = await open({...config, training: {...config.training, batchSize: 5}}, {origin});
		const next = await Promise.all([10, 11, 12, 13, 14].map(async step => run.ask(['documentsOf', step])));
		const ofOther = await Promise.all([10, 11, 12].map(async step => other.ask(['documentsOf', step])));
		expect(ofOther.flat()).toEqual(next.flat());
		await Promise.all([run, same, other].map(async each => each.close()));
	});

	it('are what one sees of a step, now and when one looks back', async () => {
		const run = await open(await configOf());
		await goOn(run, 12);
		const report = (await run.ask(['reportLastStep']))!;
		const [document] = (await run.ask(['documentsOf', 12]))!;
		// The first letter of a window is given, and each of the others predicted.
		expect(report.trace.positions.map(({letter}) => letter)).toEqual([...document].slice(0, -1));
		expect(report.trace.positions.map(({next}) => next.letter)).toEqual([...document].slice(1));
		expect([report.trace.text, report.trace.unread]).toEqual([document.slice(1), undefined]);
		await goOn(run, 20);
		expect(await run.ask(['reportLastStep'], {step: 12})).toEqual(report);
		await run.close();
	});

	it('have no ends: what is made up begins after the end of a line and is as long as the context', async () => {
		const run = await open(await configOf({samples: 3}));
		const told = await goOn(run);
		const samples = told.flatMap(event => event.type === 'sample' ? event.text : []);
		expect(samples.length).toBeGreaterThan(3);
		expect(samples.every(sample => [...sample].length === blockSize)).toBe(true);
		const [sample] = samples;
		const trace = (await run.ask(['traceDocument', sample]))!;
		expect([trace.text, trace.positions[0].letter, trace.unread]).toEqual([sample, '\n', {text: '', count: 0}]);
		const short = (await run.ask(['traceDocument', 'it']))!;
		expect([short.text, short.positions.length, short.unread]).toEqual(['it', 2, undefined]);
		// Of nothing, what it begins after is predicted.
		expect(await run.ask(['traceDocument', '%'])).toMatchObject({text: '\n', positions: [{letter: '\n', next: {letter: '\n'}}]});
		const similarities = (await run.ask(['compareEmbeddings']))!;
		expect(similarities.letters.includes(undefined)).toBe(false);
		expect(await run.ask(['measurePositions'])).toMatchObject({means: {length: blockSize}});
		await run.close();
	});

	it('are what a saved model takes its texts for', async () => {
		const run = await open(await configOf(), {isSaved: true});
		await goOn(run, 5);
		await run.close();
		const {folder: saved} = run.saving!;
		const {tokenizer} = await openSavedModel(await findRun(dirname(saved), undefined), join(saved, runFiles.checkpoint));
		expect([tokenizer.hasEnds, tokenizer.start, tokenizer.vocabulary]).toEqual([false, 0, new CharTokenizer([text]).vocabulary]);
	});

	it('are of the part of the text that is not held out, whatever comes after it', async () => {
		const config = await configOf();
		const other = await folder.write('other.txt', text.slice(0, -20) + text.slice(-20).toUpperCase().replaceAll(/[A-Z]/gv, 'e'));
		const [one, two] = await Promise.all([open(config), open({...config, dataset: {...config.dataset, path: other}})]);
		expect(await two.ask(['documentsOf', 3])).toEqual(await one.ask(['documentsOf', 3]));
		await Promise.all([one.close(), two.close()]);
	});
});

/** What version 0.1.0 made of the text, with and without a seed of the split. */
const earlier: ReadonlyArray<{readonly splitSeed: number | undefined; readonly losses: readonly number[]; readonly evaluations: ReadonlyArray<readonly number[]>; readonly baselines: Required<Baselines>}> = [
	{
		splitSeed: 42,
		losses: [3.2515667255607656, 3.188268817637297, 3.1035584996953385, 3.162778358879962, 3.078031535613178, 3.127631718079749],
		evaluations: [[3.1027019857754277, 3.157568953084216], [3.059687193068934, 3.140129042656741]],
		baselines: {
			uniform: 3.2188758248682006, unigram: 3.5875125142799007, bigram: 2.5357366257915315, trigram: 2.6485938875540094, fourgram: 2.8686279113903934,
		},
	},
	{
		splitSeed: undefined,
		losses: [3.1341601925803815, 3.1509046356672816, 3.206560560547136, 3.19570648739715, 3.120403651729091, 3.122673093557776],
		evaluations: [[3.1035382690224567, 3.1862122955940717], [3.0629108785288444, 3.1680273831603634]],
		baselines: {
			uniform: 3.2188758248682006, unigram: 3.0367117342872016, bigram: 2.609541957324658, trigram: 2.8519753299324213, fourgram: 3.228663035638685,
		},
	},
];

describe.each(earlier)('a run of an earlier version, with a seed of the split of $splitSeed', ({splitSeed, losses, evaluations, baselines}) => {
	it('keeps its windows', async () => {
		const {dataset: {windows: _, splitSeed: __, ...dataset}, ...config} = await configOf({steps: 6, evalEvery: 3});
		const run = await open({...config, dataset: {...dataset, ...(splitSeed !== undefined && {splitSeed})}});
		const told = await goOn(run);
		expect(told.flatMap(event => event.type === 'step' ? event.loss : [])).toEqual(losses.map(loss => expect.closeTo(loss, 13) as unknown));
		expect(told.flatMap(event => event.type === 'eval' ? [[event.trainLoss, event.validationLoss]] : [])).toEqual(evaluations.map(pair => pair.map(loss => expect.closeTo(loss, 13) as unknown)));
		const counted = (await run.ask(['countBaselines']))!;
		expect(Object.entries(counted)).toEqual(Object.entries(baselines).map(([name, loss]) => [name, expect.closeTo(loss, 12) as unknown]));
		expect(run.start.dataset).toMatchObject({documentCount: 22, validationDocumentCount: 4});
		expect(run.start.dataset).not.toHaveProperty('windows');
		await run.close();
	});
});
