import {loadDataset} from '../data/dataset.js';
import {pathsOf, readSmallTexts} from '../data/read-texts.js';
import {checkSameData} from '../run/save-run.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {type RunConfig} from '../settings/run-config.js';
import {createSplitRandom} from '../settings/split-random.js';

/** A text that is cut into documents while one blinks. */
const smallBytes = 256 * 1024;

/** The data to train on. */
export type CheckedData = {
	readonly config: RunConfig;
	/** If it has been read already. */
	readonly text?: string;
	/** The run that is resumed with it. */
	readonly resumed?: SavedRun;
};

/**
Tells what is wrong with the data before a thread and a screen are loaded, which takes its time: all of it for a small text, of
a larger one what can be seen without reading it.

@throws DatasetError as opening the run would.
*/
export async function checkData({config, text: given, resumed}: CheckedData): Promise<void> {
	const {dataset} = config;
	const {path} = dataset;
	const text = given ?? (path === undefined ? undefined : await readSmallTexts(pathsOf(path), smallBytes, config));
	if (text === undefined || text.length > smallBytes) {
		return;
	}

	const loaded = await loadDataset(dataset, createSplitRandom(config), {...config, text});
	if (resumed) {
		checkSameData(loaded, resumed);
	}
}
