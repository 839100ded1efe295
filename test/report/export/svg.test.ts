import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {svgOf} from '../../../source/report/export/svg.js';
import {exampleStart} from '../../helpers/example-events.js';
import {
	exampleEvaluation,
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

const allowed = new Set(['svg', 'title', 'desc', 'style', 'rect', 'text', 'path', 'circle']);
const ofClass = (svg: Node, wanted: string) => elementsOf(svg).filter(({attributes}) => attributes.class?.split(' ').includes(wanted));
const texts = (svg: Node) => elementsOf(svg, 'text').map(text => textOf(text));

/** The points of a path. */
function pointsOf({attributes}: Node): Array<{x: number; y: number}> {
	return Array.from(attributes.d.matchAll(/[LM](?<x>[\d\-.]+) (?<y>[\d\-.]+)/gv), ({groups}) => ({x: Number(groups!.x), y: Number(groups!.y)}));
}

/** Draws a run, and finds the line and the loss of each place in the plot. */
function draw(run: Parameters<typeof svgOf>[0], size?: Parameters<typeof svgOf>[1]) {
	const svg = parseMarkup(svgOf(run, size));
	const labels = elementsOf(svg, 'text').filter(text => text.attributes['text-anchor'] === 'end' && /^[\d.]+$/v.test(textOf(text)));
	const ticks = labels.map((label, index) => ({loss: Number(textOf(label)), y: pointsOf(ofClass(svg, 'grid')[index])[0].y}));
	const [first, last] = [ticks[0], ticks.at(-1)!];
	const lossAt = (y: number) => first.loss + ((y - first.y) / (last.y - first.y) * (last.loss - first.loss));
	return {svg, ticks, lossAt};
}

const steps = (count: number) => [exampleStart(count), ...Array.from({length: count}, (_, index) => variedStep(index + 1))];

describe('the picture of a run', () => {
	it('tells what it shows', () => {
		const {svg} = draw(fullRun(40));
		const {attributes} = svg;
		expect(attributes).toMatchObject({
			xmlns: 'http://www.w3.org/2000/svg', viewBox: '0 0 960 480', role: 'img', 'aria-labelledby': 'chart-title chart-description',
		});
		expect(textOf(elementsOf(svg, 'title')[0])).toBe('The loss of chapter7 on names.txt');
		const description = textOf(elementsOf(svg, 'desc')[0]);
		expect(description).toMatch(/^The loss over 40 steps, in nats a token\. It begins at 3\.5190; the mean of the last 40 losses is 2\.\d{4}\. The validation loss is 2\.3750 at step 40\.$/v);
		const [longer] = elementsOf(draw(fullRun(240)).svg, 'desc');
		expect(textOf(longer)).toMatch(/\. The lowest running mean is 1\.\d{4} at step 131\. The validation/v);
		expect(texts(svg).slice(0, 7)).toEqual([
			'chapter7 on names.txt',
			'992 parameters, trained for 40 steps in 12.3 s of engine time',
			'running mean',
			'loss of each step',
			'validation loss',
			'counting models',
			'learning rate changed',
		]);
	});

	it('draws each loss in its place where there are few', () => {
		const {svg, lossAt} = draw(fullRun(40));
		const raw = ofClass(svg, 'raw').find(path => pointsOf(path).length > 2)!;
		const losses = pointsOf(raw).map(({y}) => lossAt(y));
		expect(losses.length).toBe(40);
		for (const [index, loss] of losses.entries()) {
			expect(loss).toBeCloseTo(variedStep(index + 1).loss, 2);
		}

		expect(ofClass(svg, 'range')).toEqual([]);
	});

	it('draws their range and mean where there are many, and the running mean', () => {
		const count = 5000;
		const {svg, lossAt} = draw(exportedRun(steps(count)));
		expect(texts(svg).some(text => /^losses, mean and range of \d+ steps$/v.test(text))).toBe(true);
		const range = pointsOf(ofClass(svg, 'range').find(({name}) => name === 'path')!).map(({y}) => lossAt(y));
		const losses = Array.from({length: count}, (_, index) => variedStep(index + 1).loss);
		expect(Math.min(...range)).toBeCloseTo(Math.min(...losses), 1);
		const smooth = pointsOf(ofClass(svg, 'smooth').at(-1)!);
		let [sum, weight] = [0, 0];
		for (const loss of losses) {
			sum = (0.99 * sum) + loss;
			weight = (0.99 * weight) + 1;
		}

		expect(lossAt(smooth.at(-1)!.y)).toBeCloseTo(sum / weight, 2);
		expect(smooth.length).toBeLessThanOrEqual(960);
	});

	it('draws stretches of steps as it draws steps', () => {
		const {svg} = draw(exportedRun([exampleStart(500), ...[100, 200, 300, 400, 500].map(step => variedInterval(step))]));
		expect(texts(svg)).toContain('losses, mean and range of 100 steps');
		expect(pointsOf(ofClass(svg, 'range').find(({name}) => name === 'path')!).length).toBe(10);
	});

	it('draws a very long run as finely from its beginning to its end', () => {
		const intervals = Array.from({length: 5000}, (_, index) => variedInterval((index + 1) * 100));
		const {svg} = draw(exportedRun([exampleStart(500_000), ...intervals]));
		const points = pointsOf(ofClass(svg, 'smooth').at(-1)!);
		const distances = points.slice(1).map(({x}, index) => x - points[index].x);
		expect(Math.max(...distances)).toBeLessThan(2);
	});

	it('cuts off a heading that is too long', () => {
		const {svg} = draw(hostileRun('名'.repeat(100)), {width: 400, height: 300});
		expect(texts(svg)[0]).toMatch(/^名{15,25}…$/v);
	});

	it('puts the validation losses and the baselines in their places', () => {
		const {svg, lossAt} = draw(fullRun(40));
		const points = elementsOf(svg, 'circle').slice(1).map(({attributes}) => lossAt(Number(attributes.cy)));
		expect(points.map(loss => loss.toFixed(1))).toEqual(['2.1', '2.4']);
		const guides = ofClass(svg, 'guide').slice(1).map(path => lossAt(pointsOf(path)[0].y).toFixed(2));
		expect(guides).toEqual(['3.30', '2.87', '2.55', '2.41', '2.43']);
	});

	it('lets no two labels of baselines overlap', () => {
		for (const height of [240, 480]) {
			const {svg} = draw(fullRun(40), {width: 400, height});
			const labels = elementsOf(svg, 'text').filter(text => /^(?:uniform|unigram|bigram|trigram|4-gram) \d/v.test(textOf(text)));
			const heights = labels.map(({attributes}) => Number(attributes.y)).toSorted((a, b) => a - b);
			expect(heights.length).toBe(5);
			expect(heights.every((y, index) => index === 0 || y - heights[index - 1] > 14)).toBe(true);
		}
	});

	it('is one dot after one step, and empty before it', () => {
		const {svg} = draw(exportedRun(steps(1)));
		const points = pointsOf(ofClass(svg, 'smooth').at(-1)!).map(point => JSON.stringify(point));
		expect(points.length).toBe(2);
		expect(points[0]).toBe(points[1]);
		const {svg: empty, ticks} = draw(exportedRun(steps(0)));
		expect(ticks.length).toBeGreaterThanOrEqual(2);
		// Those of the key, which says what would be there.
		expect(ofClass(empty, 'curve').map(({attributes}) => attributes.class)).toEqual(['curve smooth', 'curve raw']);
	});

	it('shows a loss that is far away at the edge of the plot', () => {
		const [start, ...rest] = steps(300);
		const run = exportedRun([start, ...rest.with(149, {...variedStep(150), loss: 400})]);
		const {svg, ticks} = draw(run);
		const raw = pointsOf(ofClass(svg, 'raw').at(-1)!);
		expect(raw[149].y).toBe(Math.min(...ticks.map(({y}) => y)));
		expect(ticks.at(-1)!.loss).toBeLessThan(20);
	});

	it('stays within its frame, whatever the losses', () => {
		const anyLoss = fc.double({min: 0, max: 1e12, noNaN: true});
		const anyLosses = fc.array(anyLoss, {minLength: 1, maxLength: 50});
		fc.assert(fc.property(anyLosses, fc.integer({min: 320, max: 2000}), (losses, width) => {
			const events = losses.map((loss, index) => ({...variedStep(index + 1), loss}));
			const {svg} = draw(exportedRun([exampleStart(50), ...events, exampleEvaluation(losses.length, losses[0])]), {width, height: 300});
			for (const {x, y} of elementsOf(svg, 'path').flatMap(path => pointsOf(path))) {
				expect(x >= 0 && x <= width && y >= 0 && y <= 300).toBe(true);
			}
		}), {numRuns: 50});
	});

	it('has no element from outside and refers to nothing outside', () => {
		const hostile = fc.string({unit: fc.constantFrom('<script>', '"', '\'', '><svg onload=', ']]>', '<!--', '&', '\u{0}', '\u{D800}', '\u{202E}', '</text>')});
		fc.assert(fc.property(fc.oneof(anyText, hostile), text => {
			const source = svgOf(hostileRun(text));
			const svg = parseMarkup(source);
			const elements = elementsOf(svg);
			expect(elements.filter(({name}) => !allowed.has(name))).toEqual([]);
			expect(elements.flatMap(({attributes}) => Object.keys(attributes)).filter(key => /^(?:on|href|style|xlink|src)/v.test(key))).toEqual([]);
			expect(source.slice(0, 200)).toContain('xmlns="http://www.w3.org/2000/svg"');
			expect(textOf(elementsOf(svg, 'style')[0])).not.toMatch(/url|import|http/v);
		}), {numRuns: 100});
	});
});
