import wrapAnsi from 'wrap-ansi';
import {Page} from '../components/page.js';
import {type ViewProps} from '../view-props.js';

/** Instead of a view that asks a model which is not here. */
export function NotRecorded(view: ViewProps) {
	const {snapshot: {mode}, columns, theme} = view;
	const source = mode === 'watch' ? 'another program tells' : 'a record has';
	const text = `What is inside a model shows only while it is trained here: ${source} its losses and samples, but not its weights at each step.`;
	return <Page {...view} lines={wrapAnsi(text, columns - 2).split('\n').map(line => ` ${theme.paint('label', line)}`)}/>;
}
