/** An element of a parsed document; texts are decoded. */
export type Node = {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: Array<Node | string>;
};

const entities: Readonly<Record<string, string>> = {
	amp: '&', lt: '<', gt: '>', quot: '"', '#39': '\'',
};
const token = /<(?<end>\/?)(?<name>[A-Za-z][\w\-:]*)(?<attributes>(?: [A-Za-z][\w\-:]*="[^"<]*")*)(?<empty> ?\/)?>|(?<text>[^<]+)/vy;
const attribute = / (?<key>[A-Za-z][\w\-:]*)="(?<value>[^"]*)"/gv;
/** What XML 1.0 has no place for, and what turns writing around. */
const forbidden = /[\p{Surrogate}\u{0}-\u{8}\v\f\u{E}-\u{1F}\u{7F}-\u{9F}\u{61C}\u{200E}\u{200F}\u{2028}-\u{202E}\u{2066}-\u{2069}\u{FFFE}\u{FFFF}]/v;

/**
Reads the small part of XML that the exports are made of, and refuses everything else: comments, CDATA,
other entities, attributes without quotes, elements that are not closed.
*/
export function parseMarkup(source: string): Node {
	const found = forbidden.exec(source);
	if (found) {
		throw new Error(`Expected no control characters, got one at ${found.index}.`);
	}

	const start = /^(?:<\?xml version="1\.0" encoding="UTF-8"\?>|<!DOCTYPE html>)\n/v.exec(source)?.[0].length ?? 0;
	const root: Node = {name: '', attributes: {}, children: []};
	const open = [root];
	token.lastIndex = start;
	while (token.lastIndex < source.length) {
		const at = token.lastIndex;
		const groups = token.exec(source)?.groups;
		if (!groups) {
			throw new Error(`Expected well-formed markup, got ${JSON.stringify(source.slice(at, at + 60))} at ${at}.`);
		}

		const {end, name, attributes, empty, text} = groups;
		if (text !== undefined) {
			open.at(-1)!.children.push(decoded(text));
		} else if (end === '/') {
			const closed = open.pop()!;
			if (closed.name !== name) {
				throw new Error(`Expected the end of ${closed.name}, got that of ${name}.`);
			}
		} else {
			const node = {name, attributes: attributesOf(attributes), children: []};
			open.at(-1)!.children.push(node);
			if (empty === undefined) {
				open.push(node);
			}
		}
	}

	const [only] = root.children;
	if (open.length !== 1 || typeof only !== 'object' || root.children.some((child, index) => index > 0 && child !== '\n')) {
		throw new Error('Expected one closed element, got another number.');
	}

	return only;
}

/** All elements of a name, or all. */
export function elementsOf(node: Node, name?: string): Node[] {
	const inner = node.children.flatMap(child => typeof child === 'string' ? [] : elementsOf(child, name));
	return name === undefined || node.name === name ? [node, ...inner] : inner;
}

/** The text in an element and those within it. */
export function textOf(node: Node): string {
	return node.children.map(child => typeof child === 'string' ? child : textOf(child)).join('');
}

function attributesOf(source: string): Record<string, string> {
	const pairs = Array.from(source.matchAll(attribute), ({groups}) => [groups!.key, decoded(groups!.value)] as const);
	if (new Set(pairs.map(([key]) => key)).size !== pairs.length) {
		throw new Error(`Expected different attributes, got${source}.`);
	}

	return Object.fromEntries(pairs);
}

function decoded(text: string): string {
	return text.replaceAll(/&(?<name>[^&;]*;)?/gv, (_, name: string | undefined) => {
		const character = entities[name?.slice(0, -1) ?? ''];
		if (character === undefined) {
			throw new Error(`Expected a known entity, got &${name ?? ''}.`);
		}

		return character;
	});
}
