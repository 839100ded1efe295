/**
Which modules are put into one file: those that the same ways to start need. By itself, a bundler cuts up what the forty
modules have in common that are loaded late into a hundred files.
*/
import path from 'node:path';

/** What is loaded together, whatever is asked for. */
const ways = [
	['command-line/main'],
	// A training in lines, begun or gone on with, in the dashboard, and in the thread beside it.
	['command-line/train-command', 'command-line/resume-command', 'command-line/train-in-lines'],
	['command-line/train-command', 'command-line/train-on-screen', 'ui/dashboard', 'ui/loading-screen', 'ui/stage', 'ui/theme', 'ui/view-state', 'ui/ask-background'],
	['run/training-worker'],
	['model/tensor/kernel-watch'],
	['model/tensor/kernel-worker'],
	['index'],
	// What looks at saved runs, in lines: it would load the dashboard for what it has in common with that.
	['command-line/runs-command', 'command-line/export-command'],
];

const packages = 'packages-';
/** Ours that packages import too stand with them, so that no two files need each other. */
const ownOfPackages = new Set(['narrow', 'graphemes'].map(name => path.resolve('dist', 'text', `${name}.js`)));

function isForPackages(id) {
	return id.includes('node_modules') || ownOfPackages.has(id);
}

/** Whether a file of the program, by its name, has nothing but packages. */
export function isOfPackages(fileName) {
	return fileName.startsWith(packages);
}

/** Given what is known of each module, by its id: the name of the file for a module, by its id too; undefined for one that the bundler may put where it likes. */
export function namesOfChunks(moduleOf) {
	const waysOf = new Map();
	for (const [way, roots] of ways.entries()) {
		const reached = new Set();
		const reach = id => {
			const module = reached.has(id) ? undefined : moduleOf(id);
			reached.add(id);
			for (const imported of module?.importedIds ?? []) {
				reach(imported);
			}
		};

		for (const root of roots) {
			reach(path.resolve('dist', `${root}.js`));
		}

		for (const id of reached) {
			waysOf.set(id, [...waysOf.get(id) ?? [], way]);
		}
	}

	return id => waysOf.has(id) ? `${isForPackages(id) ? packages : ''}for-${waysOf.get(id).join('')}` : undefined;
}
