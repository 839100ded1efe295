import {runCommand} from './run-program.js';

/** Where Debian and its relatives put it. */
const path = '/usr/bin/chromium';
const quiet = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--hide-scrollbars',
];

export type ChromiumOptions = {
	/** A profile of its own, which the browser makes. */
	readonly folder: string;
	/** Whether to return the document as it is after loading. */
	readonly dumpsDom?: boolean;
	/** Where to put a picture of the page. */
	readonly screenshot?: string;
	readonly size?: readonly [width: number, height: number];
};

/** Opens a file in a browser without a window, and returns what that prints. */
export async function openInChromium(file: string, {folder, dumpsDom = false, screenshot, size = [1200, 1600]}: ChromiumOptions): Promise<string> {
	return runCommand(
		folder.replace(/\/[^\/]*$/v, ''),
		path,
		...quiet,
		`--user-data-dir=${folder}`,
		`--window-size=${size.join(',')}`,
		...(dumpsDom ? ['--dump-dom'] : []),
		...(screenshot === undefined ? [] : [`--screenshot=${screenshot}`]),
		`file://${file}`,
	);
}

/** How many elements of a name there are in a dumped document, in which markup within texts is escaped. */
export function elementCount(dom: string, name: string): number {
	return [...dom.matchAll(new RegExp(String.raw`<${name}[ >\/]`, 'giv'))].length;
}
