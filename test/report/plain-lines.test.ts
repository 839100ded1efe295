import {describe, expect, it} from 'vitest';
import {chapter7} from '../../source/model/presets.js';
import {plainLines} from '../../source/report/plain-lines.js';
import {openRun} from '../../source/session/open-run.js';
import {createRunConfig} from '../../source/session/run-config.js';
import {exampleSnapshot} from '../helpers/example-snapshot.js';
import {goldenChapter7} from '../helpers/golden-chapter7.js';

describe('the plain lines', () => {
	it('of the whole default run are those of the reference program', async () => {
		const run = await openRun(createRunConfig(chapter7), '0.0.0');
		const lines: string[] = [];
		for await (const event of run.events) {
			lines.push(...plainLines(event, run.start.training.steps));
		}

		expect(lines).toEqual(goldenChapter7.printed);
	});

	it('are few: the first step and each hundredth', () => {
		const {lastStep} = exampleSnapshot(1);
		const printed = Array.from({length: 1000}, (_, index) => index + 1).filter(step => plainLines({...lastStep!, step}, 1000).length > 0);
		expect(printed).toEqual([1, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
	});

	it('line up to ten thousand steps', () => {
		const {lastStep} = exampleSnapshot(1);
		expect(plainLines(lastStep!, 50)).toEqual(['step    1 /   50 | loss 3.2815']);
		expect(plainLines({...lastStep!, step: 9900}, 9999)).toEqual(['step 9900 / 9999 | loss 3.2815']);
	});

	it('tell each evaluation', () => {
		expect(plainLines({
			type: 'eval', step: 50, trainLoss: 2.51, validationLoss: 2.62225,
		}, 1000)).toEqual(['eval   50 / 1000 | train 2.5100 | validation 2.6223']);
	});

	it('leave warnings, changes and the end to others', () => {
		expect(plainLines({type: 'control', step: 5, learningRateScale: 1.5}, 1000)).toEqual([]);
		expect(plainLines({
			type: 'warning', step: 5, code: 'diverged', message: 'Oh.',
		}, 1000)).toEqual([]);
		expect(plainLines({type: 'finish', reason: 'completed', totals: {steps: 1000, tokens: 6000, elapsedMs: 250}}, 1000)).toEqual([]);
	});
});
