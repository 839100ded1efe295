import {Box} from 'ink';
import {cellsOf} from '../../text/cells-of.js';
import {Block} from '../components/block.js';
import {Row} from '../components/row.js';
import {viewTitle} from '../view-titles.js';
import {type ViewProps} from '../view-props.js';
import {viewNames} from '../view-state.js';

export type TitledProps = ViewProps & {
	readonly lines: readonly string[];
	/** What is said of the place where the mouse is, in the place of the title. */
	readonly told: string | undefined;
};

/** A view as one of several: its title in a rule, and its lines. The one that keys are for is told by its brackets, too. */
export function Pane({lines, told, ...view}: TitledProps) {
	const {columns, rows} = view;
	return (
		<Box flexDirection='column' width={columns} height={rows}>
			<Row>{told === undefined ? titleRule(view) : view.theme.paint('coach', ` ${told}`)}</Row>
			<Block lines={lines} columns={columns} rows={rows - 1}/>
		</Box>
	);
}

function titleRule({state: {view}, snapshot: {mode}, pane, columns, theme: {paint}, glyphs}: ViewProps): string {
	const name = `${viewNames.indexOf(view) + 1} ${viewTitle(view, mode)}`;
	const title = pane?.isFocused ? `[${name}]` : ` ${name} `;
	const {horizontal} = glyphs.axis;
	const before = horizontal.repeat(2);
	const after = horizontal.repeat(Math.max(0, columns - cellsOf(before + title)));
	return paint('axis', before) + paint(pane?.isFocused ? 'key' : 'label', title) + paint('axis', after);
}
