import {type DataAdvice} from '../data/advice.js';
import {countText} from '../text/decimals.js';
import {type CoachMessage} from './coach-message.js';
import {type Evidence} from './evidence.js';

/** How the data might better be taken, or has been taken without being asked: said at the beginning. */
export function dataAdvice({start, mode}: Evidence): CoachMessage | undefined {
	const {dataset: {advice, documentCount = 0, truncatedDocumentCount = 0} = {}, model: {blockSize = 0} = {}} = start ?? {};
	if (!advice || mode !== 'training' || documentCount === 0) {
		return undefined;
	}

	const share = `${Math.round(truncatedDocumentCount / documentCount * 100)}%`;
	return {step: 1, wordings: wordingsOf(advice, `${share} of documents are cut off at ${countText(blockSize)}`, `${share} cut off`)};
}

function wordingsOf(advice: DataAdvice, cut: string, cutShort: string): string[] {
	switch (advice.kind) {
		case 'stream': {
			return [`${cut}: --documents stream takes them as one text`, `${cutShort}: try --documents stream`, 'try --documents stream'];
		}

		case 'streamed': {
			const what = `one line of ${countText(advice.characterCount)} characters`;
			return [`${what}: taken as one text, as with --documents stream`, `${what}: taken as one text`, 'one line: taken as one text (stream)'];
		}

		case 'context': {
			const percent = `${Math.floor(advice.share * 100)}%`;
			return [`${cut}: --block-size ${advice.blockSize} covers ${percent}`, `${cutShort}: try --block-size ${advice.blockSize}`];
		}
	}
}
