import {countParameters} from '../model/parameters.js';
import {labelledBlock} from '../report/labelled-block.js';
import {
	auto,
	chapter7,
	type Preset,
	presets,
} from '../settings/presets.js';
import {formatCount} from '../text/format.js';

/** The distinct characters of the built-in names and of tinyshakespeare, and the token for both ends. */
const [builtInVocabSize, shakespeareVocabSize] = [27, 66];

const defaults: ReadonlyMap<Preset, string> = new Map([[chapter7, ' (default)'], [auto, ' (own text)']]);

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
		parameters: `${formatCount(countParameters({...model, vocabSize}))} on ${String(data)}${preset.fit ? '; else by the text' : ''}`,
		steps: `${formatCount(training.steps)}${preset.fit ? ' there; as many as take about a minute' : ''}`,
		source,
		expected,
		run: `microgpt-tui --preset ${name}`,
	};
	return labelledBlock(`${name}: ${title}${defaults.get(preset) ?? ''}`, rows, room);
}
