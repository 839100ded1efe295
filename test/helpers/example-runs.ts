import {coursePresets} from '../../source/settings/presets.js';
import {type SavedRun} from '../../source/storage/runs/runs-folder.js';
import {createRunConfig} from '../../source/settings/run-config.js';

/** Saved runs as they are listed, the latest first. */
export function exampleRuns(count: number): SavedRun[] {
	return Array.from({length: count}, (_, index) => {
		const preset = coursePresets[index % coursePresets.length];
		const name = `2026-11-${String(28 - (index % 28)).padStart(2, '0')}-101500-${preset.name}`;
		const state = (['completed', 'interrupted', 'stopped', 'diverged'] as const)[index % 4];
		return {
			name,
			folder: `/runs/${name}`,
			state,
			title: undefined,
			isShortTry: false,
			info: {
				createdAt: '2026-11-23T10:15:00.000Z',
				status: state === 'interrupted' ? 'running' : state,
				config: createRunConfig(preset),
				dataset: {name: index % 2 === 0 ? 'names.txt' : '\u{1B}[31m詩の本.txt', sha256: '0'.repeat(64)},
				parameterCount: 4192,
				versions: {},
				step: index === 1 ? 0 : preset.training.steps,
				...(index !== 1 && {loss: 2 + (index / 10)}),
				elapsedMs: 1000,
			},
		};
	});
}
