/** The licences of the packages that are in the bundle, which go with them. */
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';

const packageOfModule = /^.*[\/\\]node_modules[\/\\](?:@[^\/\\]+[\/\\])?[^\/\\]+/v;
const nameOfLicence = /^(?:licen[cs]es?|notice)(?:\.\w+)?$/iv;

function noticeOf(folder) {
	const {name, version, license, author} = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
	const by = author?.name ?? author;
	// Also those of what a package has in a bundle of its own.
	const files = readdirSync(folder, {recursive: true}).filter(file => nameOfLicence.test(path.basename(file)) && !file.split(path.sep).includes('node_modules'));
	const texts = files.map(file => readFileSync(path.join(folder, file), 'utf8').trim());
	return [`${name} ${version}, ${license}${by === undefined ? '' : `, by ${by}`}`, ...texts].join('\n\n');
}

/** Given the ids of all modules in the bundle. */
export function noticesOf(ids) {
	const folders = new Set(ids.map(id => packageOfModule.exec(id)?.[0]).filter(folder => folder !== undefined));
	return `${[...folders].map(folder => noticeOf(folder)).toSorted((a, b) => a.localeCompare(b, 'en')).join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
