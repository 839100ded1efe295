import {Page} from '../components/page.js';
import {type ViewProps} from '../view-props.js';

export function Samples(view: ViewProps) {
	return <Page {...view} lines={[]}/>;
}

export {Samples as LiveSamples};
