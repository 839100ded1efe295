import wrapAnsi from 'wrap-ansi';
import {Page} from '../components/page.js';
import {type ViewProps} from '../view-props.js';

/** Instead of a view that asks a model which is not here. */
export function NotRecorded(view: ViewProps) {
	const {snapshot: {mode}, columns, theme} = view;
	const source = mode === 'watch' ? 'another program reports' : 'a record holds';
	const text = `This view needs the model itself: ${source} its losses and samples, but not its weights.`;
	return <Page {...view} lines={wrapAnsi(text, columns - 2).split('\n').map(line => ` ${theme.paint('label', line)}`)}/>;
}
