import wrapAnsi from 'wrap-ansi';
import {settingOf, type OptionName} from '../settings/setting-values.js';
import {formatCount, formatLoss} from '../text/format.js';

const sentenceIndent = '  ';

/** The values of the settings that differ among the combinations of a sweep, with the settings. */
export type VariedValues = ReadonlyArray<readonly [name: OptionName, value: string]>;

/** What one combination has come to. */
export type SweepResult = {
	readonly varied: VariedValues;
	readonly state: 'waiting' | 'running' | 'completed' | 'stopped' | 'stopped early' | 'diverged' | 'failed';
	readonly step: number;
	/** How many it is to have. */
	readonly steps: number;
	/** The plain mean of the last tenth of the losses; undefined before the first. */
	readonly meanLoss: number | undefined;
	/** The last one; undefined before the first, and where nothing is held out. */
	readonly validationLoss: number | undefined;
	/** The best one, and where that was saved: `best.safetensors`. Undefined like the last. */
	readonly bestValidationLoss: number | undefined;
	/** Whether it is measured on documents that are held out. */
	readonly isValidated: boolean;
	/** Whether it ends when its validation gets no better: its last one is then worse than its best, by what it ended with. */
	readonly hasPatience: boolean;
	/** Where it is saved; undefined as long as it is not. */
	readonly folder: string | undefined;
};

/** What the runs come to that differ in nothing but the seed. */
export type SeedGroup = {
	readonly varied: VariedValues;
	/** The runs that have come to their end. */
	readonly count: number;
	/** All, with those that have not, or have diverged. */
	readonly total: number;
	/** Of the losses that the sweep is sorted by; undefined if there is none. */
	readonly mean: number | undefined;
	/** Of a sample: the squares are divided by one less than there are. Undefined for fewer than two. */
	readonly deviation: number | undefined;
};

type ValidationLoss = 'validationLoss' | 'bestValidationLoss';

/** The loss by which combinations are compared: that of the validation, unless some have none. */
export function comparedLossOf(results: readonly SweepResult[]): ValidationLoss | 'meanLoss' {
	return results.every(({isValidated}) => isValidated) ? validationOf(results) : 'meanLoss';
}

/** The one of two that is told of all: the last where all were trained for as long as they were to be, the best where some could end early. */
export function validationOf(results: readonly SweepResult[]): ValidationLoss {
	return results.some(({hasPatience}) => hasPatience) ? 'bestValidationLoss' : 'validationLoss';
}

/** What it is called. */
export const validationNames: Readonly<Record<ValidationLoss, string>> = {validationLoss: 'validation', bestValidationLoss: 'best validation'};

/** The best first, whether it has come to its end or not; then what has diverged or failed, then what has no loss yet. */
export function sortResults<Result extends SweepResult>(results: readonly Result[]): Result[] {
	const compared = comparedLossOf(results);
	const rankOf = (result: SweepResult) => {
		if (result.state === 'diverged' || result.state === 'failed') {
			return 1;
		}

		return result[compared] === undefined ? 2 : 0;
	};

	return results.toSorted((a, b) => {
		const byRank = rankOf(a) - rankOf(b);
		return byRank === 0 && rankOf(a) === 0 ? a[compared]! - b[compared]! : byRank;
	});
}

/** Groups over the seeds, the best first; none where there is but one seed. */
export function groupSeeds(results: readonly SweepResult[]): SeedGroup[] {
	if (results.every(({varied}) => varied.every(([name]) => name !== 'seed'))) {
		return [];
	}

	const compared = comparedLossOf(results);
	const groups = new Map<string, SweepResult[]>();
	for (const result of results) {
		const key = JSON.stringify(withoutSeed(result.varied));
		groups.set(key, [...(groups.get(key) ?? []), result]);
	}

	return [...groups.values()].map(group => {
		const losses = group.filter(({state}) => state === 'completed' || state === 'stopped early').map(result => result[compared]).filter(loss => loss !== undefined);
		const mean = losses.length === 0 ? undefined : losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
		const squares = losses.reduce((sum, loss) => sum + ((loss - mean!) ** 2), 0);
		return {
			varied: withoutSeed(group[0].varied),
			count: losses.length,
			total: group.length,
			mean,
			deviation: losses.length < 2 ? undefined : Math.sqrt(squares / (losses.length - 1)),
		};
	}).toSorted((a, b) => (a.mean ?? Infinity) < (b.mean ?? Infinity) ? -1 : 1);
}

/**
The table of the combinations, the best first, and below it that of the groups.

@param room - The cells of a line: where there are fewer than a table takes, its titles are shorter, or each row is a sentence.
*/
export function sweepTable(results: readonly SweepResult[], room = Infinity): string[] {
	const names = results[0].varied.map(([name]) => headOf(name));
	const hasValidation = results.some(({validationLoss}) => validationLoss !== undefined);
	const validation = validationOf(results);
	const rows = sortResults(results).map(result => [
		...result.varied.map(([, value]) => value),
		`${formatCount(result.step)}/${formatCount(result.steps)}`,
		lossText(result.meanLoss),
		...(hasValidation ? [lossText(result[validation])] : []),
		stateText(result),
	]);
	const groups = groupSeeds(results);
	const heads = [...names, 'step', 'mean loss', ...(hasValidation ? [validationNames[validation]] : []), 'state'];
	return [
		...tableOrSentences([heads], rows, room),
		...(groups.length === 0 ? [] : ['', ...groupTable(groups, results, room)]),
	];
}

/** A table of groups over the seeds, of which there is at least one, with shorter titles where there is less room. */
export function groupTable(groups: readonly SeedGroup[], results: readonly SweepResult[], room = Infinity): string[] {
	const [title, shortTitle] = {
		meanLoss: ['mean loss', 'mean loss'], validationLoss: ['mean validation', 'mean val'], bestValidationLoss: ['mean best validation', 'mean best'],
	}[comparedLossOf(results)];
	const rows = groups.map(({varied, mean, deviation, count, total}) => [...varied.map(([, value]) => value), lossText(mean), lossText(deviation), count === total ? `${count}` : `${count} of ${total}`]);
	const heads = groups[0].varied.map(([setting]) => headOf(setting));
	return tableOrSentences([[...heads, title, 'deviation', 'seeds'], [...heads, shortTitle, 'std', 'seeds']], rows, room);
}

/** The first table that fits, by the length of its titles; where none does, each row as a sentence, broken between words. */
function tableOrSentences(titles: ReadonlyArray<readonly string[]>, rows: ReadonlyArray<readonly string[]>, room: number): string[] {
	const tables = titles.map(heads => rightAligned([heads, ...rows]));
	const fitting = tables.find(table => table.every(({length}) => length <= room));
	return fitting ?? rows.flatMap(row => {
		const sentence = row.map((cell, column) => `${titles.at(-1)![column]} ${cell}`).join(', ');
		return wrapAnsi(sentence, room - sentenceIndent.length, {hard: true}).split('\n').map((line, index) => index === 0 ? line : sentenceIndent + line);
	});
}

/** A line of JSON for a run that has ended. */
export function resultJson({varied, state, step, meanLoss, validationLoss, bestValidationLoss, hasPatience, folder}: SweepResult): string {
	return JSON.stringify({
		type: 'run', settings: settingsOf(varied), state, steps: step, meanLoss: meanLoss ?? null, validationLoss: validationLoss ?? null, ...(hasPatience && {bestValidationLoss: bestValidationLoss ?? null}), folder,
	});
}

/** The line of JSON that closes a sweep. */
export function groupsJson(results: readonly SweepResult[]): string {
	return JSON.stringify({
		type: 'groups',
		loss: comparedLossOf(results),
		groups: groupSeeds(results).map(({varied, count, total, mean, deviation}) => ({
			settings: settingsOf(varied), count, total, mean: mean ?? null, deviation: deviation ?? null,
		})),
	});
}

function settingsOf(varied: VariedValues): Record<string, number | string> {
	return Object.fromEntries(varied.map(([name, value]) => {
		const {choices, isAblations} = settingOf(name);
		return [name, choices !== undefined || isAblations === true ? value : Number(value)];
	}));
}

function withoutSeed(varied: VariedValues): VariedValues {
	return varied.filter(([name]) => name !== 'seed');
}

/** What a setting is called at the head of its column. */
export function headOf(name: OptionName): string {
	return settingOf(name).label ?? name;
}

/** A loss, if there is one. */
export function lossText(loss: number | undefined): string {
	return loss === undefined ? '–' : formatLoss(loss);
}

/** Each as wide as what stands in it, numbers and all to the right but the last. */
export function rightAligned(rows: ReadonlyArray<readonly string[]>): string[] {
	const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
	return rows.map(row => row.map((cell, column) => column === row.length - 1 ? cell : cell.padStart(widths[column])).join('  '));
}

/** What stands in the column of the states. */
export function stateText({state}: Pick<SweepResult, 'state'>): string {
	return state === 'completed' ? 'done' : state;
}
