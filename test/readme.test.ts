import {readFileSync} from 'node:fs';
import {expect, it} from 'vitest';
import {helpText} from '../source/command-line/help-text.js';
import {keyBindings} from '../source/ui/keys.js';

const readme = readFileSync(new URL('../readme.md', import.meta.url), 'utf8');

it('shows the help text in the readme as it is', () => {
	expect(readme).toContain(`\`\`\`text\n${helpText()}\n\`\`\``);
	expect(readme).toContain(`\`\`\`text\n${helpText('train')}\n\`\`\``);
});

it('lists exactly the keys of the key table in the readme', () => {
	const section = readme.slice(readme.indexOf('## Keys'), readme.indexOf('## How it works'));
	const rows = section.split('\n').filter(line => line.startsWith('| `'));
	expect(rows).toEqual(keyBindings.map(({name, description}) => `| \`${name}\` | ${description} |`));
});
