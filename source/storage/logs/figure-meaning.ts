import {type Split} from './figure.js';
import {
	countWords,
	remembering,
	splitOf,
	wordsOf,
} from './name-words.js';
import {isStepTime} from './step-time.js';

/** What a number is of. The lower the rank, the more it is meant where there are several. */
export type Meaning =
	| {readonly type: 'step' | 'epoch'; readonly rank: number}
	| {readonly type: 'loss'; readonly rank: number; readonly split: Split | undefined}
	/** `train 2.1, val 2.2`: losses, if anything else is. */
	| {readonly type: 'split'; readonly split: Split}
	| {readonly type: 'total' | 'learningRate' | 'gradientNorm' | 'tokensPerSecond' | 'stepTime' | 'metric' | 'nothing'};

/** Stands in no line. */
const divider = '\u{0}';

/** From this rank on, it is some loss, but perhaps not the one that is trained on. */
export const otherLossRank = 9;

/** A step has a number, and is one. */
const ordinals = new Set(['number', 'no', 'idx', 'index', 'id', 'count', 'i']);
const stepRanks: Readonly<Record<string, number>> = {
	step: 1, update: 2, iter: 3, batch: 4, round: 4,
};
/** `max_steps`, `warmup steps`, `number of skipped iterations` are no places. */
const noPlace = new Set(['warmup', 'val', 'test', 'save', 'log', 'per', 'skipped', 'nan', 'accumulation', 'every', 'interval', 'decay', 'remaining', 'inner', 'micro', 'time', 'size', 'first', 'last', 'best', 'start', 'initial', 'resume', 'from', 'loading', 'loss', 'lr', 'sampling', 'diffusion']);
const wholeWords = new Set(['max', 'total', 'n', 'target', 'planned']);
const neutralInLoss = new Set(['loss', 'train', 'val', 'test', 'lm', 'total', 'mean', 'value', 'batch', 'step', 'iter', 'epoch', 'cur', 'cross', 'entropy', 'mini', 'main', 'overall', 'the', 'model', 'all', 'binary', 'multi', 'categorical', 'sparse', 'softmax', 'combined', 'set', 'on', 'at', 'end']);
/** A loss of which one of these is said is another number. */
const blockedInLoss = new Set(['best', 'final', 'initial', 'min', 'max', 'lowest', 'highest', 'last', 'previous', 'prev', 'old', 'scale', 'scaler', 'weight', 'coef', 'coefficient', 'delta', 'ratio', 'target', 'threshold', 'smoothing', 'change', 'diff', 'difference', 'improvement', 'improved', 'std', 'var', 'variance', 'count', 'fn', 'function', 'type', 'start', 'expected', 'time', 'ms', 's', 'norm', 'spike', 'spikes', 'to', 'from', 'than', 'below', 'above', 'by', 'not', 'no', 'for', 'ppl', 'exp', 'perplexity', 'patience', 'early', 'goal', 'uniform', 'random', 'theoretical', 'number']);
const blockedInRate = new Set(['min', 'max', 'init', 'initial', 'base', 'final', 'peak', 'end', 'start', 'scale', 'mult', 'multiplier', 'decay', 'warmup', 'weight', 'step', 'schedule', 'factor']);
const neutralInNorm = new Set(['grad', 'gradnorm', 'norm', 'train', 'global', 'total', 'l2', '2', '0', 'mean', 'optim', 'all', 'before', 'clip', 'raw', 'the']);
const neutralInSpeed = new Set(['tok', 'per', 's', 'train', 'total', 'global', 'tps', 'throughput', 'speed', 'mean', 'cur', 'perf']);
const timesLeft = new Set(['eta', 'remaining', 'left']);
const meaningless = new Set(['seed', 'num', 'id', 'local', 'stamp', 'unix', 'rank', 'pid', 'timestamp', 'ts', 'unixtime', 'line', 'device', 'cuda', 'gpu', 'port', 'version', 'v', 'arxiv']);

const meaningOfKey = remembering((key: string): Meaning => {
	const [name, unit] = key.split(divider);
	const words = wordsOf(name);
	return countMeaning(words) ?? lossMeaning(words) ?? figureMeaning(words, unit);
});

/** What a number is of, by its name and its unit. */
export function meaningOf(name: string, unit?: string): Meaning {
	return meaningOfKey(unit === undefined ? name : name + divider + unit);
}

function countMeaning(words: readonly string[]): Meaning | undefined {
	const end = words.findLastIndex(word => !ordinals.has(word) && word !== 'num');
	const last = words.at(end) ?? '';
	if (end === -1 || !(countWords.has(last) || last === 'epoch')) {
		return undefined;
	}

	const before = words.slice(0, end).filter(word => !ordinals.has(word));
	const isAllOf = before.some(word => wholeWords.has(word) || word === 'num');
	// An evaluation has its place too.
	const isOther = before.some(word => noPlace.has(word)) && (before.length !== 1 || splitOf(before) === undefined);
	if (last === 'epoch') {
		return isOther || isAllOf ? {type: isAllOf ? 'nothing' : 'metric'} : {type: 'epoch', rank: before.length};
	}

	if (last === 'update' && before.at(-1) === 'num') {
		return {type: 'step', rank: 0};
	}

	if (isAllOf) {
		return {type: 'total'};
	}

	return isOther ? undefined : {type: 'step', rank: before.includes('global') ? 0 : stepRanks[last]};
}

function lossMeaning(words: readonly string[]): Meaning | undefined {
	const split = splitOf(words);
	const isLoss = words.includes('loss') || (words.includes('cross') && words.includes('entropy'));
	if (!isLoss) {
		return split !== undefined && words.every(word => word === 'set' || splitOf([word]) !== undefined) ? {type: 'split', split} : undefined;
	}

	const others = words.filter(word => !neutralInLoss.has(word));
	if (others.some(word => blockedInLoss.has(word)) || others.length > 1) {
		return {type: 'metric'};
	}

	const isOf = (...some: string[]) => some.some(word => words.includes(word));
	// A test set is what is looked at last.
	const rank = Number(isOf('train')) + (2 * Number(isOf('mean', 'epoch'))) + Number(isOf('lm', 'cross') || words.filter(word => word === 'loss').length > 1) + (Number(words.length > 1 && isOf('test')) / 2) + (Number(isOf('step')) / -2) + (others.length * otherLossRank);
	return {type: 'loss', rank, split};
}

function figureMeaning(words: readonly string[], unit: string | undefined): Meaning {
	const hasWord = (word: string) => words.includes(word);
	const isAllOf = (known: ReadonlySet<string>) => words.every(word => known.has(word));
	// Of a number that is alone in its kind; what is told of each device is a metric.
	if (words.some(word => timesLeft.has(word)) || (words.length > 0 && words.every(word => meaningless.has(word)))) {
		return {type: 'nothing'};
	}

	if ((hasWord('lr') || (hasWord('learning') && hasWord('rate'))) && words.every(word => !blockedInRate.has(word))) {
		return {type: 'learningRate'};
	}

	if (((hasWord('grad') && hasWord('norm')) || hasWord('gradnorm') || (words.length === 1 && words[0] === 'norm')) && isAllOf(neutralInNorm)) {
		return {type: 'gradientNorm'};
	}

	const unitWords = wordsOf(unit ?? '');
	const isSpeed = (of: readonly string[]) => of.includes('tok') && of.includes('s');
	return (isSpeed(words) || isSpeed(unitWords) || hasWord('tps')) && isAllOf(neutralInSpeed) ? {type: 'tokensPerSecond'} : {type: isStepTime(words, unit) ? 'stepTime' : 'metric'};
}

/** Whether a name is that of the counter of a program, of which a number follows. */
export function isCounter(name: string): boolean {
	const {type} = meaningOf(name);
	return type === 'step' || type === 'epoch';
}

/** A unit behind a number that counts steps: `100 steps`, `12it`. */
export function isCountUnit(unit: string): boolean {
	return countWords.has(wordsOf(unit).at(0) ?? '') && !unit.includes('/');
}
