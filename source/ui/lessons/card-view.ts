import {type RunConfig} from '../../settings/run-config.js';
import {isOverOthers, viewNames, type ViewName} from '../view-state.js';
import {pagesOf} from '../views/inside/pages.js';
import {stageNames} from '../views/slow/stage.js';

/** A view as a card names it: one of its pages, where it has any. */
export type CardView = {readonly view: ViewName; /** Its place among the pages; undefined where the card names none. */ readonly page: number | undefined};

/** Reads `step` or `inside attention`; undefined for what is no view, or has no such page. */
export function readView(text: string, {model}: Pick<RunConfig, 'model'>): CardView | undefined {
	const [name, pageName, ...others] = text.split(' ');
	const view = viewNames.find(each => each === name);
	if (view === undefined || others.length > 0) {
		return undefined;
	}

	if (pageName === undefined) {
		return {view, page: undefined};
	}

	const page = pagesIn(view, model).indexOf(pageName);
	return page === -1 ? undefined : {view, page};
}

/** Whether a card can open it: what takes text begins with a key of its own. */
export function canOpen({view}: CardView): boolean {
	return view === 'slow' || !isOverOthers(view);
}

/** The pages of a view, or its stages, in their order. */
export function pagesIn(view: ViewName, model: RunConfig['model']): readonly string[] {
	return view === 'inside' ? pagesOf(model) : (view === 'slow' ? stageNames : []);
}
