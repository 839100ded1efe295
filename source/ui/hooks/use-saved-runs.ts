import {useEffect, useState} from 'react';
import {type CurvePoint} from '../../session/loss-history.js';
import {readCurve} from '../../session/saved-curve.js';
import {type EarlierRun} from '../../session/snapshot.js';
import {isPassing} from '../../storage/read-patiently.js';
import {listRuns, type SavedRun} from '../../storage/runs-folder.js';

/** One curve is visible at a time, even to someone who goes through thousands of runs. */
const mostCurves = 50;

/**
The saved runs that can be read, the latest first, as they are when the view opens.

@returns undefined until they are known; a text if they cannot be listed.
*/
export function useSavedRuns(runsFolder: string): readonly SavedRun[] | string | undefined {
	const [runs, setRuns] = useState<readonly SavedRun[] | string>();
	useEffect(() => {
		let isWanted = true;
		const load = async () => {
			try {
				const listed = await listRuns(runsFolder);
				return listed.filter(run => 'info' in run);
			} catch (error) {
				return (error as Error).message;
			}
		};

		void load().then(loaded => {
			if (isWanted) {
				setRuns(loaded);
			}
		});
		return () => {
			isWanted = false;
		};
	}, [runsFolder]);
	return runs;
}

/** The curve of a saved run; undefined until it is read, and where there is no run. */
export function useSavedCurve(run: SavedRun | undefined): EarlierRun | undefined {
	const [curves, setCurves] = useState<ReadonlyMap<string, readonly CurvePoint[]>>(new Map());
	const folder = run?.folder;
	const isKnown = folder === undefined || curves.has(folder);
	useEffect(() => {
		if (isKnown) {
			return;
		}

		const reading = new AbortController();
		const load = async () => {
			const curve = await curveOf(folder, reading.signal);
			if (curve && !reading.signal.aborted) {
				setCurves(known => new Map([...[...known].slice(1 - mostCurves), [folder, curve]]));
			}
		};

		void load();
		return () => {
			reading.abort();
		};
	}, [folder, isKnown]);
	const curve = folder === undefined ? undefined : curves.get(folder);
	return run && curve && {name: run.name, curve};
}

/** A run that cannot be read has no curve; undefined if that may be temporary, or the result is no longer wanted. */
async function curveOf(folder: string, signal: AbortSignal): Promise<readonly CurvePoint[] | undefined> {
	try {
		return await readCurve(folder, signal);
	} catch (error) {
		return signal.aborted || isPassing(error) ? undefined : [];
	}
}
