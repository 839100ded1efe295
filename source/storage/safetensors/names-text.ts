import {quote} from './header-text.js';

const mostGroups = 12;

/** The names of tensors for a sentence: those that differ only in their numbers as one, and never without end. */
export function namesText(names: readonly string[]): string {
	const groups = new Map<string, string[]>();
	for (const name of names) {
		const pattern = name.replaceAll(/\d+/gv, '*');
		groups.set(pattern, [...groups.get(pattern) ?? [], name]);
	}

	const texts = [...groups].map(([pattern, group]) => group.length === 1 ? quote(group[0]) : `${quote(pattern)} (${group.length.toLocaleString('en')})`);
	const rest = texts.length - mostGroups;
	return rest > 0 ? `${texts.slice(0, mostGroups).join(', ')} and ${rest.toLocaleString('en')} more` : texts.join(', ');
}
