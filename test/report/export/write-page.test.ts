import {mkdir, readdir, readFile} from 'node:fs/promises';
import {expect, it} from 'vitest';
import {chapter7} from '../../../source/settings/presets.js';
import {writePage} from '../../../source/report/export/write-page.js';
import {openRun} from '../../../source/run/open-run.js';
import {listRuns} from '../../../source/storage/runs/runs-folder.js';
import {createRunConfig} from '../../../source/settings/run-config.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();

it('writes the page of a run, with its name, and never over another', async () => {
	const runsFolder = temporary.pathOf('runs');
	const pages = temporary.pathOf('pages');
	await mkdir(pages);
	const training = await openRun(createRunConfig(chapter7, {steps: 5}), '0.0.0', {saving: {runsFolder, saveEveryMs: 1e9, title: 'first try'}});
	for await (const _event of training.events) {
		// To its end.
	}

	await training.close();
	const [run] = await listRuns(runsFolder);
	if (!('info' in run)) {
		throw run.error;
	}

	await expect(writePage(run, pages)).resolves.toBe(`${pages}/first try.html`);
	await expect(writePage(run, pages)).resolves.toBe(`${pages}/first try-2.html`);
	expect(await readdir(pages)).toHaveLength(2);
	const page = await readFile(`${pages}/first try.html`, 'utf8');
	expect(page).toContain('<title>first try: chapter7 on names.txt</title>');
	await expect(writePage(run, temporary.pathOf('nowhere'))).rejects.toThrow('Expected to write ');
});
