/** What the lines before the first step of a reference program tell. */
export type PlainFacts = {
	readonly documentCount?: number;
	readonly vocabSize?: number;
	readonly parameterCount?: number;
};

/** What a line of a reference program tells. */
export type PlainLine =
	| {readonly type: 'facts'; readonly facts: PlainFacts}
	| {readonly type: 'step'; readonly step: number; readonly steps: number; readonly loss: number}
	| {readonly type: 'sample'; readonly ordinal: number; readonly text: string};

const factNames: Readonly<Record<string, keyof PlainFacts>> = {
	'num docs': 'documentCount',
	'vocab size': 'vocabSize',
	'num params': 'parameterCount',
};

const factPattern = /^\s*(?<name>num docs|vocab size|num params): *(?<count>\d+)\s*$/v;
const stepPattern = /^\s*step +(?<step>\d+) *\/ *(?<steps>\d+) *\| *loss +(?<loss>-?\d+(?:\.\d+)?(?:e[+\-]?\d+)?) *(?:\|.*)?$/sv;
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
		const loss = Number(told.loss);
		return isPlace(step) && Number.isSafeInteger(steps) && Number.isFinite(loss)
			? {
				type: 'step', step, steps, loss,
			}
			: undefined;
	}

	const sample = samplePattern.exec(line)?.groups;
	const ordinal = Number(sample?.ordinal);
	return sample && isPlace(ordinal) ? {type: 'sample', ordinal, text: sample.text} : undefined;
}

function isPlace(number: number): boolean {
	return Number.isSafeInteger(number) && number >= 1;
}
