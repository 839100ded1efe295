import {type DocumentTrace} from '../../source/inspection/document-trace.js';
import {NoveltyHistory} from '../../source/history/novelty-history.js';
import {type Novelty, type SampleEvent} from '../../source/training/events.js';
import {type SamplesProps} from '../../source/ui/views/samples/samples.js';
import {exampleSnapshot, exampleStart} from './example-snapshot.js';

const names = ['malei', 'kora', 'anna', 'kaha', '', 'klen', 'sadele', 'mariamna', 'jo'];
const novelties: readonly Novelty[] = ['new', 'new', 'copied', 'new', 'new', 'held-out', 'new', 'new', 'copied'];

/** What a run has made up so far, the same every time. */
export function exampleSamples(count: number, everySteps = 10): SampleEvent[] {
	return Array.from({length: count}, (_, index) => ({
		type: 'sample',
		step: (index + 1) * everySteps,
		text: names[index % names.length],
		temperature: 0.5,
		novelty: novelties[index % names.length],
	}));
}

/** The model's view of a text: of each letter a chance that follows from its place. */
export function exampleTrace(text: string): DocumentTrace {
	const letters: Array<string | undefined> = [...text, undefined];
	const chances = [0.0701, 0.1534, 0.0004, 0.231, 0.4512, 0.9996];
	return {
		text,
		loss: 1.8398,
		attention: [],
		temperature: 0.5,
		positions: letters.map((letter, index) => ({
			letter: letters[index - 1],
			next: {letter, probability: chances[index % chances.length]},
			surprise: -Math.log(chances[index % chances.length]),
			likeliest: [{letter: 'a', probability: 0.31}, {letter: undefined, probability: 0.2}, {letter, probability: chances[index % chances.length]}],
		})),
	};
}

/** A run that is half done, as this view sees it. */
export function exampleSamplesView(samples = exampleSamples(39), focus = 0): Pick<SamplesProps, 'snapshot' | 'focus' | 'read' | 'nearest'> {
	const history = new NoveltyHistory();
	for (const {step, novelty} of samples) {
		history.record(step, novelty);
	}

	const sample = samples.at(-1 - focus);
	return {
		snapshot: exampleSnapshot(393, {samples, noveltyShares: history.shares()}),
		focus,
		read: sample && {sample, trace: exampleTrace(sample.text)},
		nearest: new Map([['malei', 'male'], ['kora', 'cora'], ['kaha', 'kahn'], ['', 'jo'], ['sadele', 'adele']]),
	};
}

/** The same of data that is all a terminal and a table of one-cell letters could stumble over. */
export function hostileSamplesView(): ReturnType<typeof exampleSamplesView> {
	const texts = ['\u{1B}[31mred', '名前名前名前名前', 'a\tb\nc\u{7F}', '👩‍👩‍👧é\u{301}\u{301}', '\u{202E}gnp', 'שלום עולם', '\u{0}'];
	const samples = exampleSamples(9).map((sample, index): SampleEvent => ({
		...sample, text: texts[index % texts.length], ...(index > 6 && {prefix: texts[index % texts.length], ordinal: index}),
	}));
	const view = exampleSamplesView(samples, 3);
	return {
		...view,
		snapshot: {...view.snapshot, prefix: '\u{1B}名🎉a', start: {...exampleStart, dataset: {...exampleStart.dataset, characters: 'ab名\u{1B}'}}},
		nearest: new Map(texts.map((text, index) => [text, texts[(index + 1) % texts.length]])),
	};
}
