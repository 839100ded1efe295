import {join, resolve} from 'node:path';
import * as v from 'valibot';
import {CheckpointError, ConfigError} from '../../errors.js';
import {checkRunConfig, type RunConfig} from '../../settings/run-config.js';
import {forkPointSchema} from '../fork-point-schema.js';
import {count, optionalReal, real} from '../number-schemas.js';
import {
	bigramSizes,
	gptSizes,
	settingEntries,
	toldPlanEntries,
} from '../setting-schemas.js';
import {isThere} from '../../files/is-there.js';
import {isPassing, readPatiently} from '../../files/read-patiently.js';
import {systemReason} from '../../files/system-reason.js';
import {writeAtomically} from '../../files/write-atomically.js';
import {runFiles} from './run-files.js';

/** What this program writes; it reads up to this number. */
const formatVersion = 1;

const modelSizes = v.variant('architecture', [bigramSizes, gptSizes]);
const text = v.string();
const textMap = v.record(text, text);
const isoTime = v.pipe(text, v.isoTimestamp());
export const sha256 = v.pipe(text, v.regex(/^[\da-f]{64}$/v));

const file = v.object({path: text, sha256});
const files = v.array(file);

const {path: dataPath, ...ofData} = settingEntries('dataset');
const {
	isLargeFileConfirmed, random, seed, initFrom, ...others
} = settingEntries('run');

/** What decides a run, in the order in which one that is resumed is written anew. */
export const configSchema = v.object({
	preset: text,
	dataset: v.object({
		path: dataPath, pipe: v.exactOptional(text), ...ofData, blockSize: count,
	}),
	isLargeFileConfirmed,
	model: modelSizes,
	random,
	samples: v.object(settingEntries('samples')),
	seed,
	initFrom,
	training: v.object(settingEntries('training')),
	...others,
}) as v.GenericSchema as v.GenericSchema<unknown, RunConfig>;

const earlierPlan = v.object({until: count, ...toldPlanEntries()});

const infoSchema = v.object({
	formatVersion: v.literal(formatVersion),
	createdAt: isoTime,
	parent: v.exactOptional(forkPointSchema),
	status: v.picklist(['running', 'completed', 'stopped', 'stopped early', 'diverged', 'failed']),
	config: configSchema,
	dataset: v.object({name: text, sha256, files: v.exactOptional(files)}),
	parameterCount: count,
	versions: textMap,
	/** As of the last save. */
	step: count,
	loss: optionalReal,
	validationLoss: optionalReal,
	/** The lowest so far; runs of earlier versions do not say it. */
	bestValidationLoss: optionalReal,
	elapsedMs: real,
	/** What was changed when it was resumed: up to which step it was something else, and what. */
	earlierPlans: v.exactOptional(v.array(earlierPlan)),
});

/** What stands in the `run.json` of a saved run: how it was made, and how far it had come when it was last saved. */
export type RunInfo = Omit<v.InferOutput<typeof infoSchema>, 'formatVersion'>;

/**
Reads what a saved run is.

@throws CheckpointError for what is no folder of a run, or one of a newer version.
*/
export async function readRunInfo(folder: string): Promise<RunInfo> {
	const path = join(folder, runFiles.info);
	let content: unknown;
	try {
		content = JSON.parse(await readPatiently(path));
	} catch (error) {
		throw await unreadable(folder, path, error as Error);
	}

	const version = v.safeParse(v.object({formatVersion: v.number()}), content);
	if (version.success && version.output.formatVersion > formatVersion) {
		throw new CheckpointError(`Expected ${path} in format ${formatVersion}, got ${version.output.formatVersion}. It was written by a newer microgpt-tui; use that one.`);
	}

	const parsed = v.safeParse(infoSchema, content);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		throw new CheckpointError(`Expected ${v.getDotPath(issue) ?? 'the content'} of ${path} to be ${issue.expected ?? 'sound'}, got ${issue.received}. It is damaged.`);
	}

	try {
		checkRunConfig(parsed.output.config);
	} catch (error) {
		throw error instanceof ConfigError ? new CheckpointError(`Expected ${path} to describe a run, got this: ${error.message}`) : error;
	}

	return withDataPath(parsed.output, kept => resolve(folder, kept));
}

/** Writes what a saved run is; see `writeAtomically`. */
export async function writeRunInfo(folder: string, info: RunInfo): Promise<void> {
	const kept = resolve(folder, runFiles.data);
	// By its name alone, so that the folder can go elsewhere.
	const written = withDataPath(info, path => path === kept ? runFiles.data : path);
	await writeAtomically(join(folder, runFiles.info), `${JSON.stringify({formatVersion, ...written}, undefined, '\t')}\n`);
}

/**
Keeps the text of a run beside what it is, for it cannot be read again.

@returns the run with the path of the text.
@throws what the file system says.
*/
export async function keepText(folder: string, info: RunInfo, content: string): Promise<RunInfo> {
	const path = resolve(folder, runFiles.data);
	await writeAtomically(path, content);
	return {...info, config: {...info.config, dataset: {...info.config.dataset, path}}};
}

function withDataPath<Info extends Pick<RunInfo, 'config'>>(info: Info, change: (path: string) => string): Info {
	const {config} = info;
	const {path} = config.dataset;
	return path === undefined ? info : {...info, config: {...config, dataset: {...config.dataset, path: typeof path === 'string' ? change(path) : path.map(one => change(one))}}};
}

async function unreadable(folder: string, path: string, error: NodeJS.ErrnoException): Promise<CheckpointError> {
	if (error instanceof SyntaxError) {
		return new CheckpointError(`Expected ${path} to be JSON, got something else. It is damaged; the other files of the run may still be good.`);
	}

	const message = isPassing(error)
		? `Expected to read ${path}, got “${systemReason(error)}”. Try again; if it is no better, let this program have more files or memory.`
		: `Expected ${folder} to be a saved run, got ${await whatItIs(folder, error)}.`;
	return new CheckpointError(message, {cause: error});
}

async function whatItIs(folder: string, error: NodeJS.ErrnoException): Promise<string> {
	if (error.code === 'ENOENT') {
		return await isThere(folder) ? `a folder without ${runFiles.info}, which says what it is` : 'nothing of that name';
	}

	return error.code === 'ENOTDIR' ? 'something that is no folder' : `“${systemReason(error)}” for its ${runFiles.info}`;
}
