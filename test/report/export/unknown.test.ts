import {describe, expect, it} from 'vitest';
import {csvOf} from '../../../source/report/export/csv.js';
import {htmlOf} from '../../../source/report/export/html.js';
import {jsonOf} from '../../../source/report/export/json.js';
import {svgOf} from '../../../source/report/export/svg.js';
import {type ToldEvent} from '../../../source/training/told-events.js';
import {exportedRun} from '../../helpers/exported-run.js';

const start: ToldEvent = {
	type: 'start', preset: 'train.py', model: {}, training: {}, dataset: {}, versions: {},
};
const steps = [3, 2.75, 2.5].map((loss, index) => ({type: 'step', step: index + 1, loss} as const));
const sample = {type: 'sample', step: 3, text: 'anna'} as const;
const finish = {type: 'finish', reason: 'stopped', totals: {steps: 3}} as const;
const run = exportedRun([start, ...steps, sample, finish]);
const divergedRun = exportedRun([start, ...steps, {type: 'step', step: 4, loss: NaN}, sample, finish]);

describe('what a run does not tell', () => {
	it('is an empty cell in a table', () => {
		const rows = csvOf(divergedRun).split('\r\n', 6);
		expect(rows[1]).toBe(`1,3${','.repeat(12)}`);
		expect(rows[4]).toBe(`4${','.repeat(13)}`);
	});

	it('is null or left out in JSON', () => {
		expect(JSON.parse(jsonOf(divergedRun))).toMatchObject({
			start: {
				preset: 'train.py', model: {}, training: {}, dataset: {}, versions: {},
			},
			steps: {
				step: [1, 2, 3, 4], loss: [3, 2.75, 2.5, null], learningRate: [null, null, null, null], tokenCount: [null, null, null, null], elapsedMs: [null, null, null, null],
			},
			samples: [{step: 3, text: 'anna'}],
			finish: {totals: {steps: 3}},
		});
	});

	it.each([['page', htmlOf], ['picture', svgOf]] as const)('is left out of a %s', (_, write) => {
		const text = write(run).replaceAll(/<style>.*?<\/style>/gsv, '');
		// The texts; numbers in attributes are places.
		const texts = [...text.matchAll(/>(?<text>[^<>]+)</gv)].map(({groups}) => groups!.text);
		expect(texts.join('\n')).not.toMatch(/undefined|nan|parameters|training tokens|engine time|learning rate|embedding|engine|seed|held out|copied| on $/iv);
		expect(text).not.toMatch(/<(?:td|dd)[^>]*>(?:<bdi>)?0</v);
		expect(texts.join('\n')).toMatch(/train\.py/v);
	});
});
