/** What the lines before the first step of a reference program tell. */
export type PlainFacts = {
	readonly documentCount?: number;
	readonly vocabSize?: number;
	readonly parameterCount?: number;
};

/** What a line of a reference program tells. */
export type PlainLine =
	| {readonly type: 'facts'; readonly facts: PlainFacts}
	/** Of a loss that is nan or inf, no finite number; `step` may count from 0. */
	| {readonly type: 'step'; readonly step: number; readonly steps: number; readonly loss: number}
	| {readonly type: 'sample'; readonly ordinal: number; readonly text: string};

const factNames: Readonly<Record<string, keyof PlainFacts>> = {
	'num docs': 'documentCount',
	'vocab size': 'vocabSize',
	'num params': 'parameterCount',
};

const factPattern = /^\s*(?<name>num docs|vocab size|num params): *(?<count>\d+)\s*$/v;
const notFinite = String.raw`[+\-]?(?:[Nn][Aa][Nn]|[Ii][Nn][Ff](?:[Ii][Nn][Ii][Tt][Yy])?)|null|None`;
const stepPattern = new RegExp(String.raw`^\s*step +(?<step>\d+) *\/ *(?<steps>\d+) *\| *loss +(?<loss>-?\d+(?:\.\d+)?(?:e[+\-]?\d+)?|${notFinite}) *(?:\|.*)?$`, 'sv');
const samplePattern = /^sample +(?<ordinal>\d+): ?(?<text>.*)$/sv;

/** Reads a line as microgpt.py prints it; undefined if it is another one. */
export function parsePlainLine(line: string): PlainLine | undefined {
	const fact = factPattern.exec(line)?.groups;
	if (fact) {
		const count = Number(fact.count);
		return Number.isSafeInteger(count) ? {type: 'facts', facts: {[factNames[fact.name]]: count}} : undefined;
	}

	const told = stepPattern.exec(line)?.groups;
	if (told) {
		const step = Number(told.step);
		const steps = Number(told.steps);
		return Number.isSafeInteger(step) && Number.isSafeInteger(steps)
			? {
				// What is spelt out is no number here: inf, nan, null.
				type: 'step', step, steps, loss: /\d/v.test(told.loss) ? Number(told.loss) : NaN,
			}
			: undefined;
	}

	const sample = samplePattern.exec(line)?.groups;
	const ordinal = Number(sample?.ordinal);
	return sample && Number.isSafeInteger(ordinal) && ordinal >= 1 ? {type: 'sample', ordinal, text: sample.text} : undefined;
}
