import {createHash} from 'node:crypto';
import {contentsOf, type ExportedRun} from './exported-run.js';
import {element, styleElement} from './markup.js';
import {pageBody} from './page-body.js';
import {pageStyle} from './page-style.js';
import {subjectOf} from './run-texts.js';

/**
A run as one page that needs nothing else: the curve, the figures, the samples. It is HTML and well-formed
XML. It has no script, and forbids itself to run or load any: its own style is let through by its hash.

@throws CheckpointError if the events have no start.
*/
export function htmlOf(run: ExportedRun): string {
	const contents = contentsOf(run);
	const head = element(
		'head',
		{},
		element('meta', {'http-equiv': 'Content-Type', content: 'text/html; charset=utf-8'}),
		element('meta', {'http-equiv': 'Content-Security-Policy', content: contentPolicy()}),
		element('meta', {name: 'viewport', content: 'width=device-width, initial-scale=1'}),
		element('meta', {name: 'color-scheme', content: 'light dark'}),
		element('meta', {name: 'referrer', content: 'no-referrer'}),
		element('title', {}, subjectOf(contents)),
		styleElement(pageStyle),
	);
	const page = element('html', {lang: 'en', xmlns: 'http://www.w3.org/1999/xhtml'}, head, pageBody(contents));
	return `<!DOCTYPE html>\n${page.markup}\n`;
}

/** Nothing may be loaded or run; a style only if it is the one of this page. */
function contentPolicy(): string {
	const hash = createHash('sha256').update(pageStyle).digest('base64');
	return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
}
