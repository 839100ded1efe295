import {type Engine} from './engine.js';
import {type ModelConfig} from './model-config.js';

/** A token at the end of one of the documents that are read side by side; they count from 0. */
export type Reading = {readonly document: number; readonly token: number};

/** A model that only reads: some documents side by side, each as far as the block reaches. */
export type Reader = {
	readonly model: ModelConfig;
	/** How many documents there can be. */
	readonly documentCount: number;

	/** Begins a document again. */
	restart: (document: number) => void;

	/**
	Takes tokens in one pass; of a document there may be several, in their order.

	@returns the logits of the token after each, (vocabSize) each, valid until the next call: to the last bit those that an
	engine gives which reads each document by itself, token by token.
	*/
	read: (readings: readonly Reading[]) => Array<ArrayLike<number>>;
};

/** Reads with an engine whose decoders do not end each other. */
export function readerFrom(engine: Pick<Engine, 'model' | 'createDecoder'>, documentCount: number): Reader {
	const decoders = Array.from({length: documentCount}, () => engine.createDecoder());
	return {
		model: engine.model,
		documentCount,
		restart(document) {
			decoders[document] = engine.createDecoder();
		},
		read: readings => readings.map(({document, token}) => decoders[document].next(token)),
	};
}
