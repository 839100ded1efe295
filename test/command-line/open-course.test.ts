import {expect, it, vi} from 'vitest';
import {usualComputing} from '../../source/command-line/computing.js';
import {chapter7} from '../../source/settings/presets.js';
import {writeTitle} from '../../source/storage/runs/run-title.js';
import {findRun} from '../../source/storage/runs/runs-folder.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {importOpenCourse} from '../helpers/built-modules.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const {openCourse} = await importOpenCourse();
const temporary = useTemporaryFolder();

it.each([undefined, 'given'])('begins a run anew under the name that it was given last: first called %s', async title => {
	const runsFolder = temporary.pathOf(`runs-${title}`);
	const course = await openCourse({
		config: createRunConfig(chapter7, {steps: 100_000}), title, speed: 100, historyBytes: 0, computing: usualComputing, saving: {runsFolder, saveEveryMs: 1e9},
	}, {version: '0.0.0', signal: new AbortController().signal, onNote: () => undefined});
	const takeSteps = async () => {
		await vi.waitUntil(() => (course.session.getSnapshot().lastStep?.step ?? 0) > 0, {timeout: 10_000});
	};

	course.session.start();
	await takeSteps();
	const {folder} = course.session.getSnapshot().saving;
	await writeTitle(folder!, 'renamed');
	course.session.setTitle('renamed');
	for (const expected of ['renamed (2)', 'renamed (3)']) {
		await course.restart();
		await takeSteps();
		expect(course.session.getSnapshot().title).toBe(expected);
		await expect(findRun(runsFolder, expected)).resolves.toMatchObject({title: expected});
	}

	await course.close();
});
