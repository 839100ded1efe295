import {Page} from '../components/page.js';
import {type ViewProps} from '../view-props.js';

export function Inside(view: ViewProps) {
	return <Page {...view} lines={[]}/>;
}

export {Inside as LiveInside};
