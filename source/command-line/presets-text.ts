import {countParameters} from '../model/parameters.js';
import {chapter7, type Preset, presets} from '../settings/presets.js';
import {formatCount} from '../text/format.js';

/** The distinct characters of the built-in names, and the token for both ends. */
const builtInVocabSize = 27;

/** What the command `presets` prints: each preset with what it needs and what it comes to. */
export function presetsText(): string {
	return presets.map(preset => block(preset)).join('\n\n');
}

function block(preset: Preset): string {
	const {name, title, model, training, source, expected} = preset;
	const rows = {
		parameters: `${formatCount(countParameters({...model, vocabSize: builtInVocabSize}))} on the built-in names`,
		steps: formatCount(training.steps),
		source,
		expected,
		run: `microgpt-tui --preset ${name}`,
	};
	const width = Math.max(...Object.keys(rows).map(label => label.length));
	return [
		`${name}: ${title}${preset === chapter7 ? ' (default)' : ''}`,
		...Object.entries(rows).map(([label, text]) => `  ${label.padEnd(width)}  ${text}`),
	].join('\n');
}
