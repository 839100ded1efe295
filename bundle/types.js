import {cpSync, readFileSync} from 'node:fs';
import path from 'node:path';

const imported = /(?:from '|import\(")(?<target>\.[^"']+)\.js["']/gv;

/** Copies the types of a module of `dist/` and all those that they lead to: a third of all that there are. */
export function copyTypes(module, folder) {
	const copied = new Set();
	const copy = name => {
		if (copied.has(name)) {
			return;
		}

		copied.add(name);
		cpSync(path.join('dist', name), path.join(folder, name));
		for (const {groups} of readFileSync(path.join('dist', name), 'utf8').matchAll(imported)) {
			copy(path.join(path.dirname(name), `${groups.target}.d.ts`));
		}
	};

	copy(`${module}.d.ts`);
}
