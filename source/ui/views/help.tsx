import {Box} from 'ink';
import {Header} from '../components/header.js';
import {KeyBar} from '../components/key-bar.js';
import {Row} from '../components/row.js';
import {keyBindings} from '../keys.js';
import {type ViewProps} from './overview.js';

const explanations = [
	'Each step shows the model one document; the loss is how surprised it was by each next',
	'letter, in nats. Guessing blindly costs “uniform”; knowing how often each letter occurs,',
	'“unigram”; knowing which letter follows which, “bigram”.',
] as const;

/** The keys, and what the chart shows where there is room. */
export function Help({snapshot, columns, rows, theme, glyphs, hasKeys}: ViewProps) {
	const {paint} = theme;
	const nameWidth = Math.max(...keyBindings.map(({name}) => name.length));
	const keyLines = keyBindings.map(({name, description}) => `   ${paint('key', name.padEnd(nameWidth))}  ${description}`);
	const hasRoom = rows >= keyLines.length + explanations.length + 6;
	const lines = hasRoom
		? ['', ...keyLines, '', ...explanations.map(line => `   ${glyphs.isAscii ? line.replaceAll(/[“”]/gv, '"') : line}`)]
		: keyLines.slice(0, Math.max(0, rows - 2));
	return (
		<Box flexDirection='column' width={columns} height={rows} overflow='hidden'>
			<Header snapshot={snapshot} columns={columns} theme={theme} glyphs={glyphs}/>
			{lines.map((line, row) => <Row key={row}>{line}</Row>)}
			<Box flexGrow={1}/>
			<KeyBar columns={columns} theme={theme} isPaused={snapshot.status === 'paused'} hasKeys={hasKeys}/>
		</Box>
	);
}
