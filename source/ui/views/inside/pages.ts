import {type ToldModel} from '../../../training/told-events.js';
import {fit} from '../../fitting.js';
import {keysBetween, type Spot, spotOf} from '../../spots.js';
import {type Look} from '../../theme.js';

/** The pages of the inside view, from left to right, of a model that has them all. */
const insidePages = ['attention', 'embeddings', 'weights', 'positions'] as const;

export type InsidePage = (typeof insidePages)[number];

/** They begin with what the model has. */
export function pagesOf({architecture}: ToldModel = {}): readonly InsidePage[] {
	return architecture === 'bigram' ? [...insidePages.filter(page => page !== 'attention'), 'attention'] : insidePages;
}

const hint = 'left, right: other pages';
const tabsWidth = insidePages.reduce((sum, page) => sum + page.length + 2, 0);

/** Where one can click on the names of the pages. */
export function tabSpots(open: InsidePage, pages: readonly InsidePage[], width: number): Spot[] {
	let column = 0;
	return width < tabsWidth
		? []
		: pages.map((page, index) => {
			const columns = page.length + 2;
			const spot = spotOf({
				row: 0, column, rows: 1, columns,
			}, {click: keysBetween(pages.indexOf(open), index, ['left', 'right'])});
			column += columns;
			return spot;
		});
}

/** The names of the pages with the open one in brackets; where there is no room for them, its name and place. */
export function pageTabs(open: InsidePage, pages: readonly InsidePage[], width: number, {theme: {paint}}: Look): string {
	if (width < tabsWidth) {
		const place = ` ${pages.indexOf(open) + 1} of ${pages.length}`;
		return `${paint('key', `[${open}]`)}${paint('label', fit([`${place}: left, right`, place], width - open.length - 2))}`;
	}

	// Brackets tell the open one without colour; the others keep their places when it changes.
	const tabs = pages.map(page => page === open ? paint('key', `[${page}]`) : paint('label', ` ${page} `)).join('');
	return tabs + (width >= tabsWidth + 2 + hint.length ? paint('label', `  ${hint}`) : '');
}
