import {
	glossary,
	type GlossaryView,
	seenIn,
	type Term,
} from '../../report/glossary.js';
import {inAscii} from '../../report/in-ascii.js';
import {paragraph, ScrolledPage} from '../components/scrolled-page.js';
import {type ViewProps} from '../view-props.js';
import {viewTitle} from '../view-titles.js';

/** The words on the screen, explained: those of the view that one comes from before all others. */
export function Glossary(view: ViewProps) {
	const {snapshot: {mode}, state: {lastView}} = view;
	const here = glossary.filter(term => isSeenIn(term, lastView));
	const others = glossary.filter(term => !here.includes(term));
	const title = viewTitle(lastView, mode);
	return (
		<ScrolledPage {...view} lines={[
			...section(here.length > 0 ? `Words of the view ${title}` : undefined, here, view),
			...section(here.length > 0 ? 'Others' : undefined, others, view),
		]}/>
	);
}

function isSeenIn({seen}: Term, view: string): boolean {
	return seen[view as GlossaryView] !== undefined;
}

function section(title: string | undefined, terms: readonly Term[], view: ViewProps): string[] {
	const {columns, theme: {paint}} = view;
	return [
		...(title === undefined ? [] : [...paragraph(title, columns).map(line => paint('title', line)), '']),
		...terms.flatMap(term => termLines(term, view)),
	];
}

function termLines(term: Term, {columns, glyphs: {isAscii}, theme: {paint}}: ViewProps): string[] {
	const written = (text: string) => paragraph(isAscii ? inAscii(text) : text, columns);
	const seen = seenIn(term);
	return [
		...written(term.name).map(line => paint('key', line)),
		...written(term.meaning),
		...(seen === '' ? [] : written(seen).map(line => paint('label', line))),
		'',
	];
}
