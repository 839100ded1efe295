import {expect, it} from 'vitest';
import {usualComputing} from '../../source/command-line/computing.js';
import type * as openLane from '../../source/command-line/open-lane.js';
import {openRun} from '../../source/run/open-run.js';
import {originAt} from '../../source/run/origin.js';
import {chapter7} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {builtUrl} from '../helpers/built-modules.js';
import {allEvents} from '../helpers/small-training.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const {laneOpener} = await import(builtUrl('command-line/open-lane.js')) as typeof openLane;
const folder = useTemporaryFolder();

it('calls a saved fork by what it does and where it leaves, with the thousands apart as on the screen', async () => {
	const config = createRunConfig(chapter7, {steps: 1200});
	const parent = await openRun(config, '1.2.3', {hasPreviews: false, historyBytes: 1_000_000});
	await allEvents(parent.events);
	const origin = await originAt(1100, {...parent, name: undefined, meanAfter: () => undefined});
	await parent.close();
	const {signal} = new AbortController();
	const open = laneOpener({
		saveEveryMs: 1e9, keepStates: 0, historyBytes: 0, computing: usualComputing, runsFolder: folder.pathOf('runs'), version: '1.2.3', signal,
	});
	const titles: Array<string | undefined> = [];
	for (const name of ['unchanged', 'unchanged']) {
		const {session, close} = await open({
			config, origin, name, isSaved: true,
		}, 'max', signal);
		session.start();
		await session.finished;
		titles.push(session.getSnapshot().title);
		await close();
	}

	expect(titles).toEqual(['unchanged from 1,100', 'unchanged from 1,100 (2)']);
});
