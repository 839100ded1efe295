import {minifySync} from 'rolldown/utils';
import {isOfPackages} from './chunks.js';

/** As the codes of its halves, which mean the same in texts and in patterns of any kind. */
function escaped(character) {
	return Array.from({length: character.length}, (_, place) => String.raw`\u` + character.slice(place, place + 1).codePointAt(0).toString(16).padStart(4, '0')).join('');
}

/** Packages are taken as short as they can be made; our own code keeps the names of functions and classes, for the traces of mistakes, and loses blanks and the names of variables alone. */
function minified(fileName, code) {
	const isPackage = isOfPackages(fileName);
	const {code: shorter, errors} = minifySync(fileName, code, {module: true, compress: isPackage, mangle: isPackage || {keepNames: true}});
	if (errors.length > 0) {
		throw new Error(errors[0].message);
	}

	return shorter;
}

/** A source that is all ASCII takes half of the memory, and of the time to decode it. */
export const shorten = {
	name: 'shorten',
	generateBundle(_, files) {
		for (const file of Object.values(files)) {
			if (file.type !== 'chunk') {
				continue;
			}

			file.code = minified(file.fileName, file.code).replaceAll(/[\u{80}-\u{10FFFF}]/gv, character => escaped(character));
		}
	},
};
