/**
Writes the help into the readme.

	node docs/make-help.ts
*/
import {readFileSync, writeFileSync} from 'node:fs';
import {loadSource} from './load-source.ts';

loadSource();
const {helpText} = await import('../source/command-line/commands.ts');
const path = new URL('../readme.md', import.meta.url);
let readme = readFileSync(path, 'utf8');
for (const text of [helpText(), helpText('train')]) {
	const [title] = text.split('\n', 1);
	const start = readme.indexOf(`\`\`\`text\n${title}\n`);
	if (start === -1) {
		throw new Error(`Expected readme.md to have a block that begins with “${title}”, got none.`);
	}

	readme = `${readme.slice(0, start)}\`\`\`text\n${text}\n${readme.slice(readme.indexOf('```', start + 3))}`;
}

writeFileSync(path, readme);
