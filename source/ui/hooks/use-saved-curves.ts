import {setTimeout} from 'node:timers/promises';
import {useEffect, useState} from 'react';
import {type CurvePoint} from '../../history/loss-history.js';
import {RunRecord} from '../../history/run-record.js';
import {isPassing} from '../../files/read-patiently.js';
import {readRecord} from '../../storage/record/read-record.js';

/** Whoever goes through thousands of runs sees a few curves at a time. */
const mostCurves = 50;
const retryMs = 500;

/** The curves of saved runs by their folders, as far as they are read: one after the other. */
export function useSavedCurves(runs: ReadonlyArray<{readonly folder: string}>): ReadonlyMap<string, readonly CurvePoint[]> {
	const [curves, setCurves] = useState<ReadonlyMap<string, readonly CurvePoint[]>>(new Map());
	const next = runs.find(({folder}) => !curves.has(folder))?.folder;
	useEffect(() => {
		if (next === undefined) {
			return;
		}

		const reading = new AbortController();
		const load = async () => {
			const curve = await curveOf(next, reading.signal);
			if (curve && !reading.signal.aborted) {
				setCurves(known => new Map([...[...known].slice(1 - mostCurves), [next, curve]]));
			}
		};

		void load();
		return () => {
			reading.abort();
		};
	}, [next]);
	return curves;
}

/** What cannot be read has no curve; what may pass is tried again for as long as somebody waits, and then it is undefined. */
async function curveOf(folder: string, signal: AbortSignal): Promise<readonly CurvePoint[] | undefined> {
	while (!signal.aborted) {
		try {
			return RunRecord.of(await readRecord(folder, signal)).history.curve();
		} catch (error) {
			if (!signal.aborted && !isPassing(error)) {
				return [];
			}
		}

		await setTimeout(retryMs, undefined, {signal}).catch(() => undefined);
	}

	return undefined;
}
