/**
Writes down the functions that do the stages of a step, for slow motion.

	node docs/make-stage-code.ts
*/
import {readFileSync, writeFileSync} from 'node:fs';
import ts from 'typescript';

export const stageCodeFile = 'source/ui/views/slow/stage-code.ts';

/** What does each stage: a file, and the names of its functions. */
const places: Readonly<Record<string, ReadonlyArray<readonly [file: string, ...names: string[]]>>> = {
	document: [['source/data/char-tokenizer.ts', 'encode']],
	forward: [['source/model/forward.ts', 'modelLogits'], ['source/model/scalar/scalar-operations.ts', 'crossEntropy', 'softmaxAt']],
	backward: [['source/model/scalar/value.ts', 'backward']],
	update: [['source/model/adam.ts', 'updateWithAdam']],
	zero: [['source/model/scalar/scalar-engine.ts', 'computeGradients']],
};

const indent = '  ';

/** A module of these functions, as they are in the source now. */
export function stageCodeText(): string {
	const stages = Object.entries(places).map(([stage, files]) => `\t${stage}: [\n${files.map(([file, ...names]) => `\t\t{\n\t\t\tfile: '${file}',\n\t\t\tlines: [\n${linesOf(file, names).map(line => `\t\t\t\t${quoted(line)},\n`).join('')}\t\t\t],\n\t\t},\n`).join('')}\t],\n`);
	return `/** The functions that do a stage, as they are in a file of the source. */
export type StageCode = {readonly file: string; readonly lines: readonly string[]};

/** Written by docs/make-stage-code.ts. */
export const stageCode = {
${stages.join('')}} as const satisfies Record<string, readonly StageCode[]>;
`;
}

/** The lines of some functions, with an empty one between two of them. */
function linesOf(file: string, names: readonly string[]): string[] {
	const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	return names.flatMap((name, index) => [...(index === 0 ? [] : ['']), ...functionText(source, name).split('\n')]);
}

/** A function without the comment before it, as if it stood at the left edge, with two blanks for each tab. */
function functionText(source: ts.SourceFile, wanted: string): string {
	const found: string[] = [];
	const visit = (node: ts.Node) => {
		if ((ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) && node.name?.getText(source) === wanted) {
			const start = node.getStart(source);
			const tabs = source.text.slice(source.text.lastIndexOf('\n', start) + 1, start);
			found.push(node.getText(source).replaceAll(`\n${tabs}`, () => '\n').replaceAll('\t', () => indent));
		}

		ts.forEachChild(node, visit);
	};

	visit(source);
	if (found.length !== 1) {
		throw new Error(`Expected one function ${wanted} in ${source.fileName}, got ${found.length}.`);
	}

	return found[0];
}

function quoted(line: string): string {
	return `'${line.replaceAll(/['\\]/gv, String.raw`\$&`)}'`;
}

if (import.meta.main) {
	writeFileSync(new URL(`../${stageCodeFile}`, import.meta.url), stageCodeText());
}
