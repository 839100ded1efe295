import {type AdamUpdate, type Moments} from '../adam.js';
import {type DropoutMasks} from '../dropout.js';
import {
	type Decoder,
	type Engine,
	type Precision,
	type Tokens,
} from '../engine.js';
import {type Internals} from '../internals.js';
import {type ModelConfig} from '../model-config.js';
import {countParameters, type Parameters, type RealArray} from '../parameters.js';
import {
	bytesOf,
	encodeBatch,
	encodeUpdate,
	kinds,
	tensorHeadBytes,
	type TensorName,
	tensors,
} from './questions.js';
import {describeSharing, type TorchJob} from './torch-options.js';
import {type TorchProcess} from './torch-process.js';

/**
Computes losses, gradients and updates in PyTorch, in processes of its own. What only looks at a model is done by a tensor engine
here, which is given the numbers when they are asked for.
*/
export class TorchEngine implements Engine {
	readonly name = 'torch';
	readonly precision: Precision;
	readonly model: ModelConfig;
	/** Which PyTorch computes, and how. */
	readonly description: string;
	readonly #mirror: Engine;
	readonly #process: TorchProcess;
	readonly #count: number;
	/** What the mirror does not have yet. */
	readonly #stale = new Set<TensorName>();
	#norm = 0;
	/** Counts the changes of the parameters: a document that was begun before one cannot go on. */
	#version = 0;

	/**
	Computes in processes that are there.

	@param mirror - A tensor engine with the parameters to start from.
	*/
	constructor(mirror: Engine, process: TorchProcess, job: Pick<TorchJob, 'processes' | 'device'>) {
		this.precision = mirror.precision;
		this.model = mirror.model;
		const {version, threads} = process.facts;
		this.description = `PyTorch ${version}, ${describeSharing({...job, threads})}`;
		this.#mirror = mirror;
		this.#process = process;
		this.#count = countParameters(mirror.model);
		this.#send('parameters', mirror.parameters.data);
	}

	get parameters(): Parameters {
		this.#fetchParameters();
		return this.#mirror.parameters;
	}

	get gradients(): Parameters {
		this.#fetch('gradients', numbers => {
			this.#mirror.gradients.data.set(numbers);
		});
		return this.#mirror.gradients;
	}

	get moments(): Moments {
		const {moments} = this.#mirror;
		for (const name of ['first', 'second'] as const) {
			this.#fetch(name, numbers => {
				moments[name].set(numbers);
			});
		}

		return moments;
	}

	setParameters(values: ArrayLike<number>): void {
		this.#mirror.setParameters(values);
		this.#stale.delete('parameters');
		this.#version++;
		this.#send('parameters', this.#mirror.parameters.data);
	}

	setMoments(moments: Moments): void {
		this.#mirror.setMoments(moments);
		this.#stale.delete('first');
		this.#stale.delete('second');
		this.#send('first', this.#mirror.moments.first);
		this.#send('second', this.#mirror.moments.second);
	}

	createDecoder(): Decoder {
		this.#fetchParameters();
		const decoder = this.#mirror.createDecoder();
		const version = this.#version;
		const isChanged = () => this.#version !== version;
		return {
			next: decoder.next,
			...(decoder.nextAll && {nextAll: decoder.nextAll}),
			get isEnded() {
				return decoder.isEnded || isChanged();
			},
		};
	}

	inspect(tokens: Tokens): Internals {
		this.#fetchParameters();
		return this.#mirror.inspect(tokens);
	}

	computeLoss(batch: readonly Tokens[], masks?: DropoutMasks): number {
		return this.#process.ask(kinds.loss, encodeBatch(batch, this.model.blockSize + 1, masks)).getFloat64(0, true);
	}

	computeGradients(batch: readonly Tokens[], masks?: DropoutMasks): number {
		const answer = this.#process.ask(kinds.gradients, encodeBatch(batch, this.model.blockSize + 1, masks));
		this.#stale.add('gradients');
		this.#norm = answer.getFloat64(8, true);
		return answer.getFloat64(0, true);
	}

	gradientNorm(): number {
		return this.#norm;
	}

	update(update: AdamUpdate): void {
		this.#process.tell(kinds.update, encodeUpdate(update));
		for (const name of ['parameters', 'first', 'second'] as const) {
			this.#stale.add(name);
		}

		this.#version++;
	}

	close(): void {
		this.#process.close();
		this.#mirror.close?.();
	}

	#fetchParameters() {
		this.#fetch('parameters', numbers => {
			this.#mirror.setParameters(numbers);
		});
	}

	#fetch(name: TensorName, take: (numbers: RealArray) => void) {
		if (!this.#stale.has(name)) {
			return;
		}

		const {buffer} = this.#process.ask(kinds.get, Uint8Array.of(tensors[name]));
		take(this.precision === 'f64' ? new Float64Array(buffer, 0, this.#count) : new Float32Array(buffer, 0, this.#count));
		this.#stale.delete(name);
	}

	#send(name: TensorName, numbers: RealArray) {
		const head = new Uint8Array(tensorHeadBytes);
		head[0] = tensors[name];
		// The mirror may have more room than numbers.
		this.#process.tell(kinds.set, head, bytesOf(numbers.subarray(0, this.#count)));
	}
}
