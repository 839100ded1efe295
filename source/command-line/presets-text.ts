import {countParameters} from '../model/parameters.js';
import {labelledBlock} from '../report/labelled-block.js';
import {chapter7, type Preset, presets} from '../settings/presets.js';
import {formatCount} from '../text/format.js';

/** The distinct characters of the built-in names, and the token for both ends. */
const builtInVocabSize = 27;

/**
What the command `presets` prints: each preset with what it needs and what it comes to.

@param room - The cells of a line.
*/
export function presetsText(room = Infinity): string {
	return presets.map(preset => block(preset, room)).join('\n\n');
}

function block(preset: Preset, room: number): string {
	const {name, title, model, training, source, expected} = preset;
	const rows = {
		parameters: `${formatCount(countParameters({...model, vocabSize: builtInVocabSize}))} on the built-in names`,
		steps: formatCount(training.steps),
		source,
		expected,
		run: `microgpt-tui --preset ${name}`,
	};
	return labelledBlock(`${name}: ${title}${preset === chapter7 ? ' (default)' : ''}`, rows, room);
}
