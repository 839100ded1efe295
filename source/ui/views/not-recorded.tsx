import {cutText} from '../../report/cut-text.js';
import {Page} from '../components/page.js';
import {type ViewProps} from '../view-props.js';

/** Instead of a view that asks a model which is not here. */
export function NotRecorded(view: ViewProps) {
	const {columns, theme, glyphs} = view;
	const lines = ['What is inside a model shows only while it is trained here:', 'a record has its losses and samples, but not its weights at each step.'];
	return <Page {...view} lines={lines.map(line => ` ${theme.paint('label', cutText(line, columns - 2, glyphs.isAscii).trimEnd())}`)}/>;
}
