import {createHash} from 'node:crypto';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {htmlOf} from '../../../source/report/export/html.js';
import {type TrainingConfig} from '../../../source/settings/training-config.js';
import {type TrainingEvent} from '../../../source/training/events.js';
import {exampleStart} from '../../helpers/example-events.js';
import {
	exampleSample,
	exportedRun,
	fullRun,
	hostileRun,
	variedInterval,
	variedStep,
} from '../../helpers/exported-run.js';
import {
	elementsOf,
	type Node,
	parseMarkup,
	textOf,
} from '../../helpers/parse-markup.js';
import {anyText} from '../../helpers/texts.js';

type Run = Parameters<typeof htmlOf>[0];

const page = (run: Run) => parseMarkup(htmlOf(run));
const names = (node: Node) => new Set(elementsOf(node).map(({name}) => name));
const hostile = fc.string({unit: fc.constantFrom('<script>', '"', '\'', '><svg onload=', ']]>', '<!--', '&', '\u{0}', '\u{D800}', '\u{202E}', '</style>', '</title>')});

/** The rows of the part of a page with a heading: the texts of their cells. */
function rowsOf(html: Node, heading: string): string[][] {
	const section = elementsOf(html, 'section').find(({children}) => typeof children[0] === 'object' && textOf(children[0]) === heading);
	const rows = section ? elementsOf(section, 'tbody').flatMap(body => elementsOf(body, 'tr')) : [];
	return rows.map(row => row.children.map(cell => textOf(cell as Node)));
}

const itemsOf = (html: Node) => elementsOf(html, 'li').map(item => item.children.map(child => typeof child === 'string' ? child : textOf(child)));

describe('the page of a run', () => {
	it('says where a fork comes from', () => {
		const ledeOf = (parent?: {readonly run?: string; readonly step: number; readonly documents: number}) => {
			const {events, ...run} = fullRun(40);
			const forked = [...events].map(event => event.type === 'start' && parent ? {...event, parent} : event);
			return textOf(elementsOf(page({...run, events: forked}), 'p').find(({attributes}) => attributes.class === 'lede')!);
		};

		expect(ledeOf()).not.toContain('left');
		expect(ledeOf({run: 'a<b', step: 1343, documents: 1343})).toMatch(/\. It left a<b at step 1,343\.$/v);
		expect(ledeOf({step: 0, documents: 0})).toMatch(/\. It left a run that was not saved at step 0\.$/v);
	});

	it('says what came out, in figures that follow from the events', () => {
		const losses = Array.from({length: 240}, (_, index) => variedStep(index + 1).loss);
		const mean = losses.slice(-100).reduce((sum, loss) => sum + loss) / 100;
		const error = Math.sqrt(losses.slice(-100).reduce((sum, loss) => sum + ((loss - mean) ** 2), 0) / 99 / 100);
		let runningMean = 0;
		const runningMeans = losses.map((loss, index) => {
			runningMean += Math.max(0.01, 4 / (index + 4)) * (loss - runningMean);
			return runningMean;
		});
		const best = Math.min(...runningMeans.slice(99));
		const rows = rowsOf(page(fullRun(240)), 'Result');
		expect(rows).toEqual([
			['Final loss', losses.at(-1)!.toFixed(4)],
			['Mean of the last 100 losses', `${mean.toFixed(4)}, standard error ${error.toFixed(4)}`],
			['Best running mean', `${best.toFixed(4)} at step ${runningMeans.indexOf(best) + 1}`],
			['Validation loss', '2.3750 at step 240'],
			['Training loss at that step', '2.2500'],
			['Best validation loss', '2.1250 at step 120'],
			['Steps', '240'],
			['Training tokens', '12,345'],
			['Engine time, of the steps alone', '12.3 s'],
		]);
	});

	it('adds up tokens and time where the run is not over', () => {
		const html = page(exportedRun([exampleStart(9), variedStep(1), variedStep(2)]));
		const figures = Object.fromEntries(rowsOf(html, 'Result')) as Record<string, string>;
		expect(figures).toMatchObject({Steps: '2 of 9', 'Training tokens': '11', 'Engine time, of the steps alone': '2 ms'});
	});

	it('compares the validation loss with the models that only count', () => {
		const rows = rowsOf(page(fullRun(40)), 'Compared with models that only count');
		expect(rows).toEqual([
			['uniform: a blind guess', '3.2958', '0.9208 above the model'],
			['unigram: letter counts', '2.8733', '0.4983 above the model'],
			['bigram: pair counts', '2.5493', '0.1743 above the model'],
			['trigram: triple counts', '2.4113', '0.0363 above the model'],
			['4-gram: counts of four', '2.4299', '0.0549 above the model'],
		]);
	});

	it('has the configuration', () => {
		const rows = rowsOf(page(fullRun(40)), 'Configuration');
		expect(rows).toEqual([
			['Preset', 'chapter7'],
			['Data', 'names.txt'],
			['Documents', '6,000 lines, of which 880 are cut off'],
			['Held out', '600'],
			['Architecture', 'bigram'],
			['Parameters', '992'],
			['Embedding', '16'],
			['Context', '8 tokens'],
			['Vocabulary', '27 tokens'],
			['Steps planned', '40'],
			['Batch', '1 document'],
			['Learning rate', '0.01, linear'],
			['Optimizer', 'Adam, β₁ 0.85, β₂ 0.99, ε 1e-8'],
			['Weight decay', 'none'],
			['Gradient clipping', 'none'],
			['Seed', '42'],
			['Engine', 'scalar, f64'],
		]);
	});

	it('says what is taken out of the model, and how many parameters are in use', () => {
		const start = exampleStart(3);
		const run = exportedRun([{...start, model: {...start.model, without: ['position']}}, variedStep(1)]);
		expect(rowsOf(page(run), 'Configuration')).toContainEqual(['Without', 'position']);
		expect(rowsOf(page(run), 'Configuration')).toContainEqual(['Parameters', '992, of which 864 are in use']);
		expect(textOf(page(run))).toContain('864 of 992 parameters');
	});

	it.each<[Partial<TrainingConfig>, string]>([
		[{hasBiasCorrection: false}, 'Adam, β₁ 0.85, β₂ 0.99, ε 1e-8, no bias correction'],
		[{optimizer: 'rmsprop'}, 'RMSProp, β₂ 0.99, ε 1e-8'],
		[{optimizer: 'momentum', hasBiasCorrection: false}, 'Momentum, β₁ 0.85, no bias correction'],
		[{optimizer: 'sgd', hasBiasCorrection: false}, 'SGD'],
	])('says of an optimiser what it uses: %j', (changes, expected) => {
		const start = exampleStart(3);
		const run = exportedRun([{...start, training: {...start.training, ...changes}}, variedStep(1)]);
		expect(rowsOf(page(run), 'Configuration')).toContainEqual(['Optimizer', expected]);
	});

	it('shows the samples, the changes and the warnings', () => {
		const html = page(fullRun(40));
		expect(itemsOf(html)).toEqual([
			['Step 40: ', 'The disk is full.'],
			['mara', 'held out'],
			['(nothing)', 'new'],
			['mara', 'copied, step 20'],
		]);
		expect(rowsOf(html, 'Changed by hand')).toEqual([['21', 'learning rate × 0.5, samples at temperature 0.8, samples begin with ma']]);
		expect(elementsOf(html, 'time').map(time => [time.attributes.datetime, textOf(time)])).toEqual([['2026-01-02T03:04:05.000Z', '2 January 2026 at 03:04 UTC']]);
	});

	it('breaks the lines of a sample where they end', () => {
		const html = htmlOf(exportedRun([exampleStart(1), exampleSample({text: 'one\ntwo\n'})]));
		expect(html).toContain('<bdi class="text">one␊<br />two␊</bdi>');
	});

	it('shows the last hundred samples on the way', () => {
		const samples = Array.from({length: 130}, (_, index) => exampleSample({step: index + 1, text: `sample ${index + 1}`}));
		const html = page(exportedRun([exampleStart(130), ...samples]));
		expect(itemsOf(html).map(([text]) => text)).toEqual(samples.slice(30).map(({text}) => text));
		expect(textOf(html)).toContain('The last 100 of 130:');
	});

	it('leaves out what a run does not have', () => {
		for (const events of [[exampleStart(5)], [exampleStart(500), variedInterval(100)]]) {
			const html = page(exportedRun(events));
			expect(elementsOf(html, 'h2').map(heading => textOf(heading))).toEqual(['Result', 'Configuration']);
			expect(textOf(html)).not.toMatch(/NaN|undefined|Infinity/v);
		}
	});

	it('takes a step after the end as a run that went on', () => {
		const first = fullRun(4);
		const further: TrainingEvent = {
			type: 'control', step: 5, learningRateScale: 0.5, steps: 9,
		};
		const html = page(exportedRun([...first.events, further, variedStep(5)]));
		const rows = rowsOf(html, 'Result');
		expect(rows).toContainEqual(['Steps', '5 of 9']);
		// As the end before did not know of the step after it.
		expect(rows).toContainEqual(['Training tokens', String(5 + 6 + 7 + 8 + 4)]);
	});

	it('can be read by those who do not see it', () => {
		const html = page(fullRun(40));
		expect(html.attributes.lang).toBe('en');
		expect(elementsOf(html, 'h1')).toHaveLength(1);
		expect(elementsOf(html, 'th').every(({attributes}) => attributes.scope === 'row' || attributes.scope === 'col')).toBe(true);
		const ids = elementsOf(html).flatMap(({attributes}) => attributes.id ?? []);
		expect(new Set(ids).size).toBe(ids.length);
		const references = elementsOf(html).flatMap(({attributes}) => attributes['aria-labelledby']?.split(' ') ?? []);
		expect(references.filter(id => !ids.includes(id))).toEqual([]);
		expect(elementsOf(html, 'svg').map(({attributes}) => attributes.role)).toEqual(['img', 'img']);
	});
});

describe('what the page lets through', () => {
	it('is its own style and nothing else', () => {
		const html = page(fullRun(40));
		const styles = elementsOf(html, 'style').map(style => textOf(style));
		expect(styles).toHaveLength(1);
		const hash = createHash('sha256').update(styles[0]).digest('base64');
		const policy = elementsOf(html, 'meta').find(({attributes}) => attributes['http-equiv'] === 'Content-Security-Policy');
		expect(policy?.attributes.content).toBe(`default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`);
		expect(htmlOf(fullRun(40))).not.toMatch(/https?:(?!\/\/www\.w3\.org\/)|url\(|@import/v);
	});

	it('is no markup of texts from outside', () => {
		const own = names(page(hostileRun('a\nb')));
		fc.assert(fc.property(fc.oneof(anyText, hostile), text => {
			const html = page(hostileRun(text));
			expect([...names(html)].filter(name => !own.has(name) && name !== 'time' && name !== 'span')).toEqual([]);
			const keys = elementsOf(html).flatMap(({attributes}) => Object.keys(attributes));
			expect(keys.filter(key => /^(?:on|href|style|src)/v.test(key))).toEqual([]);
		}), {numRuns: 100});
	});

	it('shows such texts as they are', () => {
		const text = '<script>alert("1")</script>&amp;]]>';
		const html = page(hostileRun(text));
		expect(textOf(elementsOf(html, 'title')[0])).toBe(`${text} on ${text}`);
		expect(itemsOf(html)[1][0]).toBe(text);
	});
});
