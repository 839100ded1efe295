import {useEffect, useState} from 'react';
import {type CurvePoint} from '../../session/loss-history.js';
import {readCurve} from '../../session/saved-curve.js';
import {type EarlierRun} from '../../session/snapshot.js';
import {listRuns, type SavedRun} from '../../storage/runs-folder.js';

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

		let isWanted = true;
		// What cannot be read has no curve.
		void readCurve(folder).catch(() => []).then(curve => {
			if (isWanted) {
				setCurves(known => new Map([...known, [folder, curve]]));
			}
		});
		return () => {
			isWanted = false;
		};
	}, [folder, isKnown]);
	const curve = folder === undefined ? undefined : curves.get(folder);
	return run && curve && {name: run.name, curve};
}
