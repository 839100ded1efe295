import {describe, expect, it} from 'vitest';
import {microgpt} from '../../source/settings/presets.js';
import {type LocalRun, openRun} from '../../source/run/open-run.js';
import {createRunConfig} from '../../source/settings/run-config.js';

async function openAfter(steps: number): Promise<LocalRun> {
	const run = await openRun(createRunConfig(microgpt, {steps: 10}), 'test');
	for (let count = 0; count <= steps; count++) {
		await run.events.next();
	}

	return run;
}

describe('questions to a training', () => {
	it('are not answered any more when they are cancelled, also those that are under way', async () => {
		const run = await openAfter(3);
		const parameters = [...run.engine.parameters.data];
		expect(await run.ask(['reportLastStep'])).toMatchObject({step: 3});
		const canceller = new AbortController();
		const {signal} = canceller;
		// More than fits into one turn.
		const answer = run.ask(['nearestDocuments', Array.from({length: 200}, (_, index) => `text ${index}`)], {signal});
		canceller.abort();
		expect(await answer).toBeUndefined();
		expect(await run.ask(['reportLastStep'], {signal})).toBeUndefined();
		expect(await run.ask(['makeUp', {temperature: 1, prefix: ''}], {signal})).toBeUndefined();
		expect([...run.engine.parameters.data]).toEqual(parameters);
		const {value} = await run.events.next();
		expect(value).toMatchObject({type: 'step', step: 4});
	});
});
