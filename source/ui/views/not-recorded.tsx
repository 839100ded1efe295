import wrapAnsi from 'wrap-ansi';
import {Page} from '../components/page.js';
import {type LiveViewProps, type ViewProps} from '../view-props.js';

/** Instead of a view that asks a model which is not here. */
export function NotRecorded(view: ViewProps & Pick<LiveViewProps, 'whyNoAnswers'>) {
	const {snapshot: {mode}, whyNoAnswers, columns, theme} = view;
	const source = mode === 'watch' ? 'another program reports' : 'a record holds';
	const reason = whyNoAnswers ?? `${source} its losses and samples, but not its weights.`;
	const text = `This view needs the model itself: ${reason}`;
	return <Page {...view} lines={wrapAnsi(text, columns - 2).split('\n').map(line => ` ${theme.paint('label', line)}`)}/>;
}
