import {corpora} from '../data/corpora.js';
import {cachedPath, isCached} from '../data/download.js';
import {labelledBlock} from '../report/labelled-block.js';
import {visibleText} from '../text/visible-text.js';
import {formatBytes} from '../text/format-bytes.js';
import {cacheFolder} from './choose-data.js';

/**
What the command `datasets` prints: the texts that can be trained on without a file of one's own.

@param room - The cells of a line.
*/
export async function datasetsText(room = Infinity): Promise<string> {
	const folder = cacheFolder();
	const blocks = await Promise.all(corpora.map(async corpus => {
		const {name, description, origin, bytes, documents} = corpus;
		const place = await isCached(corpus, folder) ? visibleText(cachedPath(corpus, folder)) : 'downloaded when it is first used';
		return labelledBlock(name, {
			text: description, size: formatBytes(bytes), documents: documents === 'lines' ? 'one a line' : 'one text cut into windows', origin, place, run: `microgpt-tui --data ${name}`,
		}, room);
	}));
	const builtIn = labelledBlock('names (built in)', {
		text: '6,000 given names written for this project', documents: 'one a line', origin: 'dedicated to the public domain', run: 'microgpt-tui',
	}, room);
	return [builtIn, ...blocks].join('\n\n');
}
