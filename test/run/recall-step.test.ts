import {appendFile, writeFile} from 'node:fs/promises';
import {expect, it} from 'vitest';
import {RunningMean} from '../../source/training/running-mean.js';
import {recallStep} from '../../source/run/recall-step.js';
import {readSteps} from '../../source/storage/record/read-steps.js';
import {runFiles} from '../../source/storage/record/run-files.js';
import {exampleStart} from '../helpers/example-events.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
const lossAt = (step: number) => 2 + Math.sin(step);

function linesOf(steps: number): string[] {
	return Array.from({length: steps}, (_, index) => {
		const step = index + 1;
		const event = {
			type: 'step', step, loss: lossAt(step), learningRate: 1 / step, tokenCount: 7, gradientNorm: 1, elapsedMs: step,
		};
		const sample = {
			type: 'sample', step, text: 'a'.repeat(300), temperature: 0.5, novelty: 'new',
		};
		return [event, ...(step % 100 === 0 ? [sample] : [])].map(each => `${JSON.stringify(each)}\n`).join('');
	});
}

it('finds any step of a long record, with its running mean to all digits that show', async () => {
	const steps = 12_000;
	await writeFile(temporary.pathOf(runFiles.events), [`${JSON.stringify(exampleStart(steps))}\n`, ...linesOf(steps)].join(''));
	const mean = new RunningMean();
	const means = Array.from({length: steps}, (_, index) => mean.add(lossAt(index + 1)));
	for (const step of [1, 2, 1000, 4567, 11_999, steps]) {
		const point = await recallStep(temporary.pathOf('.'), step, undefined);
		expect(point).toMatchObject({
			firstStep: step, lastStep: step, mean: lossAt(step), learningRate: 1 / step,
		});
		expect(Math.abs(point!.runningMean - means[step - 1])).toBeLessThan(1e-7);
	}

	expect(await recallStep(temporary.pathOf('.'), steps + 1, undefined)).toBeUndefined();
	const some = await readSteps(temporary.pathOf('.'), [6000, 6010]);
	expect(some.map(({step}) => step)).toEqual(Array.from({length: 11}, (_, index) => 6000 + index));
	// What is being written has no end yet.
	await appendFile(temporary.pathOf(runFiles.events), `{"type":"step","step":${steps + 1},"lo`);
	expect(await recallStep(temporary.pathOf('.'), steps, undefined)).toMatchObject({mean: lossAt(steps)});
});

it('finds the stretch where one line stands for many steps, and nothing where there is no record', async () => {
	const intervals = Array.from({length: 50}, (_, index) => JSON.stringify({
		type: 'interval', firstStep: (index * 16) + 1, step: (index + 1) * 16, loss: 2, meanLoss: 2.4, minimumLoss: 1.6, minimumStep: (index * 16) + 3, maximumLoss: 3.4, runningMean: 2.5, learningRate: 0.01, tokenCount: 7, gradientNorm: 1, elapsedMs: index,
	}));
	await writeFile(temporary.pathOf(runFiles.events), `${[JSON.stringify(exampleStart(800)), ...intervals].join('\n')}\n`);
	expect(await recallStep(temporary.pathOf('.'), 40, undefined)).toMatchObject({
		firstStep: 33, lastStep: 48, mean: 2.4, minimum: 1.6, maximum: 3.4, runningMean: 2.5,
	});
	expect(await recallStep(temporary.pathOf('nowhere'), 40, undefined)).toBeUndefined();
});
