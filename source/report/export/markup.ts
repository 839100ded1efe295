import {safeText} from '../../text/safe-text.js';

/** What is written as it stands. Only this module makes it from text, so what comes from outside is always escaped. */
export type Markup = {readonly markup: string};

/** A text, or elements; those that are left out by a condition are undefined. */
export type Content = Markup | string | undefined;

/** Neither XML nor HTML may have these, whether escaped or not. */
const forbidden = /[\p{Surrogate}\p{Noncharacter_Code_Point}]/gv;
const special = /["'<>]/gv;
const escapes: Readonly<Record<string, string>> = {
	'"': '&quot;', '\'': '&#39;', '<': '&lt;', '>': '&gt;',
};
/** The elements of HTML that have no end tag; the slash makes them XML as well. */
const voidElements = new Set(['br', 'meta']);

/** Any text as a piece of XML or HTML, in content and attributes alike. What cannot be shown becomes a symbol. */
export function escaped(text: string): string {
	return safeText(text)
		.replaceAll(forbidden, character => String.raw`\u{${character.codePointAt(0)!.toString(16)}}`)
		.replaceAll('&', '&amp;').replaceAll(special, character => escapes[character]);
}

/**
An element that is well-formed both as XML and as HTML. Texts are escaped, elements are not.

@param attributes - Those that are undefined are left out.
*/
export function element(name: string, attributes: Readonly<Record<string, string | number | undefined>>, ...contents: readonly Content[]): Markup {
	const written = Object.entries(attributes)
		.filter(([, value]) => value !== undefined)
		.map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
		.join('');
	return {markup: voidElements.has(name) ? `<${name}${written} />` : `<${name}${written}>${joined(contents).markup}</${name}>`};
}

/** Several contents one after the other. */
export function joined(contents: readonly Content[]): Markup {
	return {markup: contents.map(content => typeof content === 'string' ? escaped(content) : content?.markup ?? '').join('')};
}

/**
Rules for the looks of what stands beside them.

@param rules - From this program, never from outside: they are written as they stand, without any `<` or `&`.
*/
export function styleElement(rules: string): Markup {
	return {markup: `<style>${rules}</style>`};
}
