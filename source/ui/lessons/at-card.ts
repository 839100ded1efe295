import {type Card} from '../../shows/lessons/card.js';
import {firstViewState, newCard, type ViewState} from '../view-state.js';
import {readView} from './card-view.js';

/** What one sees when a card is shown: the view that it opens, and nothing of what was chosen before but how things are drawn. */
export function atCard({chart: {isFine}, hasPanes, card: {pages}}: ViewState, {view: text, config}: Card): ViewState {
	const {view, page = 0} = readView(text, config)!;
	return {
		...firstViewState,
		view,
		cursor: {row: 0, column: page},
		chart: {...firstViewState.chart, isFine},
		hasPanes,
		card: {...newCard, pages},
	};
}
