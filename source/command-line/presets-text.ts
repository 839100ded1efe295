import {countParameters} from '../model/parameters.js';
import {labelledBlock} from '../report/labelled-block.js';
import {chapter7, type Preset, presets} from '../settings/presets.js';
import {formatCount} from '../text/format.js';

/** The distinct characters of the built-in names and of tinyshakespeare, and the token for both ends. */
const [builtInVocabSize, shakespeareVocabSize] = [27, 66];

/**
What the command `presets` prints: each preset with what it needs and what it comes to.

@param room - The cells of a line.
*/
export function presetsText(room = Infinity): string {
	return presets.map(preset => block(preset, room)).join('\n\n');
}

function block(preset: Preset, room: number): string {
	const {name, title, model, training, source, expected, usual} = preset;
	const [vocabSize, data] = usual?.data === undefined ? [builtInVocabSize, 'the built-in names'] : [shakespeareVocabSize, usual.data];
	const rows = {
		parameters: `${formatCount(countParameters({...model, vocabSize}))} on ${String(data)}`,
		steps: formatCount(training.steps),
		source,
		expected,
		run: `microgpt-tui --preset ${name}`,
	};
	return labelledBlock(`${name}: ${title}${preset === chapter7 ? ' (default)' : ''}`, rows, room);
}
