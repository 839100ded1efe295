import {Box, Text} from 'ink';
import {Page} from '../components/page.js';
import {keyBindings} from '../keys.js';
import {type ViewProps} from '../view-props.js';

const explanation = [
	'Each step shows the model one document; the loss is how surprised it was by each next letter, in nats.',
	'A blind guess costs “uniform”; knowing how often each letter occurs, “unigram”; knowing which letter',
	'follows which, “bigram”. The bold line is the running mean: 99% of what it was and 1% of the new loss.',
].join(' ');

const indent = 3;
/** The keys, and what the chart shows where there is room. */
export function Help(view: ViewProps) {
	const {columns, rows, theme, glyphs} = view;
	const {paint} = theme;
	const nameWidth = Math.max(...keyBindings.map(({name}) => name.length));
	const keyLines = keyBindings.map(({name, description}) => `${' '.repeat(indent)}${paint('key', name.padEnd(nameWidth))}  ${description}`);
	// A little more than the text takes if no line were cut short by a long word, and empty rows around it.
	const explanationRows = Math.ceil(explanation.length / (columns - (2 * indent) - 8)) + 4;
	const hasRoom = rows >= keyLines.length + explanationRows;
	const text = glyphs.isAscii ? explanation.replaceAll(/[“”]/gv, '"') : explanation;
	return (
		<Page {...view} lines={[...(hasRoom ? [''] : []), ...keyLines]}>
			{hasRoom && (
				<Box marginTop={1} marginX={indent}>
					<Text>{text}</Text>
				</Box>
			)}
		</Page>
	);
}
