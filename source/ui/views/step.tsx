import {Page} from '../components/page.js';
import {type ViewProps} from '../view-props.js';

export function Step(view: ViewProps) {
	return <Page {...view} lines={[]}/>;
}

export {Step as LiveStep};
