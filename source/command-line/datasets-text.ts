import {corpora} from '../data/corpora.js';
import {cachedPath, isCached} from '../data/download.js';
import {visibleText} from '../text/visible-text.js';
import {formatBytes} from '../text/format-bytes.js';
import {cacheFolder} from './choose-data.js';

/** What the command `datasets` prints: the texts that can be trained on without a file of one's own. */
export async function datasetsText(): Promise<string> {
	const folder = cacheFolder();
	const blocks = await Promise.all(corpora.map(async corpus => {
		const {name, description, origin, bytes, documents} = corpus;
		const place = await isCached(corpus, folder) ? visibleText(cachedPath(corpus, folder)) : 'downloaded when it is first used';
		return block(name, {
			text: description, size: formatBytes(bytes), documents: documents === 'lines' ? 'one a line' : 'one text cut into windows', origin, place, run: `microgpt-tui --data ${name}`,
		});
	}));
	const builtIn = block('names (built in)', {
		text: '6,000 given names written for this project', documents: 'one a line', origin: 'dedicated to the public domain', run: 'microgpt-tui',
	});
	return [builtIn, ...blocks].join('\n\n');
}

function block(title: string, rows: Readonly<Record<string, string>>): string {
	const width = Math.max(...Object.keys(rows).map(label => label.length));
	return [title, ...Object.entries(rows).map(([label, text]) => `  ${label.padEnd(width)}  ${text}`)].join('\n');
}
