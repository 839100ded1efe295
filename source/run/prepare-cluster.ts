import {
	copyFile,
	mkdir,
	readdir,
	rm,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type Dataset, orderDocuments} from '../data/dataset.js';
import {type Documents, tokensOf} from '../data/documents.js';
import {createIds} from '../data/token-ids.js';
import {type Tokenizer} from '../data/tokenizer.js';
import {CheckpointError, ConfigError, UserError} from '../errors.js';
import {writeAtomically} from '../files/write-atomically.js';
import {systemReason} from '../files/system-reason.js';
import {type ModelConfig} from '../model/model-config.js';
import {type RealArray} from '../model/parameters.js';
import {type TorchOptions} from '../model/torch/torch-options.js';
import {createRandom} from '../random/create-random.js';
import {type RandomState} from '../random/random-source.js';
import {type RunConfig} from '../settings/run-config.js';
import {planOf} from '../settings/training-plan.js';
import {type FileSeal, TokenFiles, type TokenPart} from '../storage/cluster/token-files.js';
import {encodeCheckpoint} from '../storage/record/checkpoint.js';
import {EventLog} from '../storage/record/event-log.js';
import {runFiles} from '../storage/record/run-files.js';
import {keepText, type RunInfo, writeRunInfo} from '../storage/record/run-info.js';
import {writeTitle} from '../storage/runs/run-title.js';
import {readInitialWeights} from '../storage/safetensors/initial-weights.js';
import {sealSafetensors} from '../storage/safetensors/seal.js';
import {noProgress} from '../training/progress.js';
import {describeRun} from './describe-run.js';
import {drawParameters} from './draw-parameters.js';
import {type OpenRunOptions} from './open-run-options.js';
import {prepareRun, type PreparedRun} from './prepare-run.js';
import {describeTrained} from './save-run.js';

/** What is in the folder besides the files of a run. */
const trainerName = 'train.py';
const jobName = 'job.json';
/** The path is the same from `source/`, from `dist/` and from `program/`. */
const trainer = fileURLToPath(new URL('../../source/torch/train.py', import.meta.url));

/** A process that has not answered the others for so long has hung. */
const timeoutSeconds = 600;

export type PrepareClusterOptions = Pick<OpenRunOptions, 'onProgress' | 'text'> & {
	readonly torch: TorchOptions;
	/** Of each process; without it, as many as PyTorch takes. */
	readonly threads?: number | undefined;
	readonly saveEveryMs: number;
	/** What the run is called. */
	readonly title?: string | undefined;
};

/** What is told of a folder that is ready. */
export type PreparedCluster = {
	readonly parameterCount: number;
	readonly documentCount: number;
	/** What a person should know about it, in sentences. */
	readonly notes: readonly string[];
};

/** What `train.py` needs to know besides `run.json` and the checkpoint: first what somebody may change by hand. */
type ClusterJob = {
	readonly format: 1;
	readonly device?: TorchOptions['device'];
	readonly threads?: number;
	readonly processes: number;
	readonly microBatch: number;
	readonly saveEverySeconds: number;
	readonly timeoutSeconds: number;
	readonly model: ModelConfig;
	readonly tokens: {readonly width: number; readonly bos: number; readonly start: number; readonly hasEnds: boolean};
	readonly documents: DocumentParts;
	/** The files of the documents. */
	readonly files: Readonly<Record<string, FileSeal>>;
	/** The stream of the samples at the end, as it is when the parameters are drawn. */
	readonly draws: RandomState;
};

/** Where the documents are among those in the files of tokens. */
type DocumentParts = {
	/** In the order in which they are taken. Where windows begin at random places, one document: the text. */
	readonly training: TokenPart;
	readonly validation: TokenPart;
	readonly windows?: 'random';
	/** What is measured on the way; without it, nothing is. */
	readonly evaluation?: {readonly training: TokenPart; readonly validation: TokenPart; readonly batchSize: number};
};

/**
Writes a folder that `torchrun FOLDER/train.py` trains, without this program and without the text: a run before its first step, and what
else that takes.

@param folder - Must not be there, or be empty.
@throws ConfigError if it is not; DatasetError if the data cannot be used; CheckpointError if it cannot be written.
*/
export async function prepareCluster(folder: string, asked: RunConfig, version: string, options: PrepareClusterOptions): Promise<PreparedCluster> {
	await checkIsEmpty(folder);
	const prepared = await prepareRun(asked, {...options, saving: {runsFolder: folder, saveEveryMs: options.saveEveryMs}}, undefined);
	try {
		await mkdir(folder, {recursive: true});
		return await fill(folder, prepared, version, options);
	} catch (error) {
		// All that is there is of this.
		const names = await readdir(folder).catch(() => []);
		await Promise.all(names.map(async name => rm(join(folder, name), {recursive: true, force: true})));
		throw error instanceof UserError ? error : new CheckpointError(`Expected to write ${folder}, got “${systemReason(error)}”. Choose another folder.`);
	}
}

async function checkIsEmpty(folder: string) {
	let names: string[];
	try {
		names = await readdir(folder);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return;
		}

		throw new ConfigError(`Expected a folder that is new or empty, got ${folder}, of which the system says “${systemReason(error)}”. Choose another one.`);
	}

	if (names.length > 0) {
		throw new ConfigError(`Expected a folder that is new or empty, got ${folder} with ${names[0]} in it. Choose another one.`);
	}
}

async function fill(folder: string, prepared: PreparedRun, version: string, options: PrepareClusterOptions): Promise<PreparedCluster> {
	const {dataset, config, model} = prepared;
	const random = createRandom(config.random, config.seed);
	// The draws come in the order of the reference: first the shuffle, then the parameters.
	const ordered = orderDocuments(dataset, random, config.seed);
	const {parameters, notes} = await initialParameters(config, model, dataset.tokenizer, drawParameters(config, model, random, options.onProgress).data);
	const job = jobOf(prepared, {...await writeDocuments(folder, prepared, ordered), draws: random.state}, options);
	await writeFile(join(folder, jobName), linesOf(job));
	await copyFile(trainer, join(folder, trainerName));

	const start = describeRun(config, dataset, {model}, version);
	const log = await EventLog.open(join(folder, runFiles.events), 0);
	log.add(JSON.stringify(start));
	const bytes = log.length;
	await log.close();

	await writeFirstState(folder, parameters, prepared, {draws: random.state, recordBytes: bytes});
	const info: RunInfo = {
		createdAt: new Date().toISOString(), step: 0, elapsedMs: 0, ...describeTrained({config, start, dataset}),
	};
	await writeRunInfo(folder, dataset.text === undefined ? info : await keepText(folder, info, dataset.text));
	if (options.title !== undefined) {
		await writeTitle(folder, options.title);
	}

	return {parameterCount: start.parameterCount, documentCount: start.dataset.documentCount, notes: [...dataset.notes, ...notes]};
}

/** The state before the first step: nothing has been learnt. */
async function writeFirstState(folder: string, parameters: RealArray, {config, model, dataset}: PreparedRun, {draws, recordBytes}: {readonly draws: RandomState; readonly recordBytes: number}) {
	const {training} = config;
	const moment = () => parameters.map(() => 0);
	const file = encodeCheckpoint({model, parameters: {data: parameters}, moments: {first: moment(), second: moment()}}, {
		progress: noProgress(),
		random: {samples: draws, previews: createRandom(config.random, config.seed).state},
		vocabulary: dataset.tokenizer.vocabulary,
		model,
		record: {
			bytes: recordBytes, steps: training.steps, plan: planOf(training), average: {mean: 0, lossCount: 0},
		},
	});
	await sealSafetensors(file);
	await writeAtomically(join(folder, runFiles.checkpoint), file);
}

/** As drawn, or from elsewhere; with as many bits as the run has. */
async function initialParameters({initFrom, precision}: RunConfig, model: ModelConfig, {vocabulary}: Tokenizer, drawn: RealArray): Promise<{readonly parameters: RealArray; readonly notes: readonly string[]}> {
	const {parameters, notes} = initFrom === undefined ? {parameters: drawn, notes: []} : await readInitialWeights(initFrom, {model, vocabulary, drawn});
	return {parameters: precision === 'f64' ? parameters : Float32Array.from(parameters), notes};
}

async function writeDocuments(folder: string, {dataset, model, evaluation}: PreparedRun, ordered: Documents): Promise<Pick<ClusterJob, 'documents' | 'files'>> {
	const {tokenizer, stretch, validation} = dataset;
	const written = await TokenFiles.create(folder, model.vocabSize);
	let files: ClusterJob['files'] = {};
	let documents: DocumentParts;
	try {
		documents = {
			training: await written.add(stretch ? [stretch.ids] : encoded(ordered, tokenizer)),
			validation: await written.add(stretch ? [textOf(validation, tokenizer)] : encoded(validation, tokenizer)),
			...(stretch && {windows: 'random'}),
			...(evaluation && {
				evaluation: {
					training: await written.add(encoded(evaluation.training, tokenizer)),
					validation: await written.add(encoded(evaluation.validation, tokenizer)),
					batchSize: evaluation.batchSize,
				},
			}),
		};
	} finally {
		files = await written.close();
	}

	return {documents, files};
}

function jobOf({dataset: {tokenizer}, model}: PreparedRun, parts: Pick<ClusterJob, 'documents' | 'files' | 'draws'>, {torch, threads, saveEveryMs}: PrepareClusterOptions): ClusterJob {
	const {vocabSize} = model;
	const {bos, start, hasEnds} = tokenizer;
	const {device, processes = 1, microBatch = 0} = torch;
	return {
		format: 1,
		...(device !== undefined && {device}),
		...(threads !== undefined && {threads}),
		processes,
		microBatch,
		saveEverySeconds: saveEveryMs / 1000,
		timeoutSeconds,
		model,
		tokens: {
			width: createIds(vocabSize, 0).BYTES_PER_ELEMENT, bos, start, hasEnds,
		},
		...parts,
	};
}

/** A line for each entry: somebody may want to change one, and not look for it among the numbers of a stream. */
function linesOf(job: ClusterJob): string {
	const entries = Object.entries(job).map(([name, value]) => `\t${JSON.stringify(name)}: ${JSON.stringify(value)}`);
	return `{\n${entries.join(',\n')}\n}\n`;
}

function * encoded(documents: Dataset['training'], tokenizer: Tokenizer): Generator<number[], void, undefined> {
	for (let index = 0; index < documents.length; index++) {
		yield tokensOf(documents, index, tokenizer, Infinity);
	}
}

/** The tokens of a text of which there are windows side by side: each begins with the last token of the one before. */
function textOf(windows: Documents, tokenizer: Tokenizer): number[] {
	const tokens: number[] = [];
	for (const window of encoded(windows, tokenizer)) {
		for (const token of tokens.length > 0 ? window.slice(1) : window) {
			tokens.push(token);
		}
	}

	return tokens;
}
