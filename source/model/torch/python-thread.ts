/** Has the processes of PyTorch, and hands questions and answers on. The other side is `torch-process.ts`. */
import {Buffer} from 'node:buffer';
import {spawn} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parentPort, workerData} from 'node:worker_threads';
import {systemReason} from '../../files/system-reason.js';
import {beginning} from './questions.js';
import {
	type News,
	places,
	type PythonThreadInput,
	type Question,
	stages,
	type TorchFacts,
} from './torch-process.js';

const {python, job, board: {state, data}} = workerData as PythonThreadInput;
const port = parentPort!;
/** The path is the same from `source/`, from `dist/` and from `program/`. */
const trainer = fileURLToPath(new URL('../../../source/torch/train.py', import.meta.url));
/** Of what the processes say, so much is kept. */
const mostSaid = 16_384;
const lengthBytes = 4;

const child = spawn(python, ['-u', trainer, 'serve', JSON.stringify(job)], {
	// In a group of its own: what the keyboard ends is this program, which then ends it.
	detached: true,
	// OpenBLAS reads it when it is loaded, and does not ask PyTorch.
	env: {...process.env, OPENBLAS_NUM_THREADS: String(job.hasChosenThreads ? job.threads : 1)},
	stdio: ['pipe', 'pipe', 'pipe'],
	windowsHide: true,
});
let said = '';
child.stderr.setEncoding('utf8').on('data', (text: string) => {
	said = (said + text).slice(-mostSaid);
});

let isReady = false;
/** What has come before the answers begin. */
let before = Buffer.alloc(0);
let hasBegun = false;
/** How much of the answer is still to come; undefined while its length is not known. */
let missing: number | undefined;
let written = 0;
const lengthSoFar = Buffer.alloc(lengthBytes);
let lengthRead = 0;

function settle(stage: number, length: number) {
	state[places.length] = length;
	Atomics.store(state, places.stage, stage);
	Atomics.notify(state, places.stage);
}

child.stdout.on('data', (chunk: Uint8Array) => {
	if (hasBegun) {
		take(chunk);
		return;
	}

	before = Buffer.concat([before, chunk]);
	const place = before.indexOf(beginning);
	if (place === -1) {
		return;
	}

	hasBegun = true;
	take(before.subarray(place + beginning.length));
});

/** Takes what comes next of an answer. */
function take(chunk: Uint8Array) {
	let rest = chunk;
	if (missing === undefined) {
		const taken = rest.subarray(0, lengthBytes - lengthRead);
		lengthSoFar.set(taken, lengthRead);
		lengthRead += taken.length;
		rest = rest.subarray(taken.length);
		if (lengthRead < lengthBytes) {
			return;
		}

		missing = lengthSoFar.readUInt32LE();
	}

	data.set(rest, written);
	written += rest.length;
	missing -= rest.length;
	if (missing > 0) {
		return;
	}

	const length = written;
	[missing, written, lengthRead] = [undefined, 0, 0];
	settle(stages.answered, length);
	if (isReady) {
		return;
	}

	isReady = true;
	const facts = Buffer.from(data.slice(0, length)).toString();
	tell({facts: JSON.parse(facts) as TorchFacts});
}

function tell(news: News) {
	port.postMessage(news);
}

/** Its last words, if it is known why it ends. */
function fail(reason: string) {
	if (Atomics.load(state, places.stage) === stages.over) {
		return;
	}

	const failure = /^error: (?<sentence>.*)$/mv.exec(said)?.groups!.sentence ?? reason;
	const bytes = Buffer.from(failure).subarray(0, data.length);
	data.set(bytes);
	settle(stages.over, bytes.length);
	if (!isReady) {
		tell({failure});
	}
}

function lastLine() {
	const line = said.trimEnd().split('\n').findLast(text => /^\w*(?:Error|Exception)\b/v.test(text));
	return line === undefined ? '' : `, which said “${line}”`;
}

// Who waits for an answer is not to wait for ever, whatever goes wrong here.
process.on('uncaughtException', error => {
	fail(`Expected to hear from PyTorch, got “${error.message}”. Use --engine tensor.`);
});
child.on('error', error => {
	fail(`Expected ${python} to start for --engine torch, got “${systemReason(error)}”. Use --engine tensor, or mend it.`);
});
child.on('close', (exitCode, signal) => {
	const how = signal === null ? `that ended with exit code ${exitCode}` : `that was ended by ${signal}`;
	fail(isReady
		? `Expected PyTorch to go on computing, got a process ${how}${lastLine()}.`
		: `Expected PyTorch to start in ${python}, got a process ${how}${lastLine()}. Mend it, set MICROGPT_PYTHON to another Python, or use --engine tensor.`);
});
// What cannot be written is told by the end of the process.
child.stdin.on('error', () => undefined);
port.on('message', ({kind, hasAnswer}: Question) => {
	const length = state[places.length];
	const head = Buffer.alloc(2 * lengthBytes);
	head.writeUInt32LE(kind);
	head.writeUInt32LE(length, lengthBytes);
	child.stdin.write(head);
	if (length > 0) {
		// Its place is for the answer.
		child.stdin.write(Buffer.from(data.slice(0, length)));
	}

	if (!hasAnswer) {
		settle(stages.answered, 0);
	}
});
