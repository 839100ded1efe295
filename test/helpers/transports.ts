import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {MessageChannel, type MessagePort} from 'node:worker_threads';
import {openRun} from '../../source/run/open-run.js';
import {type OpenRunOptions} from '../../source/run/open-run-options.js';
import {type Reply, type Request, type Transport} from '../../source/run/protocol.js';
import {RunConnection} from '../../source/run/run-connection.js';
import {type Run} from '../../source/run/run.js';
import {serveRun} from '../../source/run/serve-run.js';
import {type RunConfig} from '../../source/settings/run-config.js';
import {importOpenRunInWorker} from './built-modules.js';
import {encodeLine, jsonLines} from './json-lines.js';

const {openRunInWorker} = await importOpenRunInWorker();

type Open = (config: RunConfig, options: Pick<OpenRunOptions, 'hasPreviews' | 'saving' | 'historyBytes'>) => Promise<Run>;

/** Every way in which a run can be opened, all of which are to do the same. */
export const waysToOpen: ReadonlyArray<{readonly place: string; readonly open: Open}> = [
	{place: 'this thread', open: async (config, options) => openRun(config, '1.2.3', options)},
	{place: 'this thread, over messages', open: overMessages},
	{place: 'a worker', open: async (config, options) => openRunInWorker(config, '1.2.3', options)},
	{place: 'a process, over JSON lines', open: inProcess},
];

async function overMessages(config: RunConfig, options: Parameters<Open>[1]): Promise<Run> {
	const {port1, port2} = new MessageChannel();
	const connection = new RunConnection({
		...messages<Request, Reply>(port1),
		unref() {
			port1.unref();
		},
		async end() {
			port1.close();
		},
	});
	void serveRun(config, '1.2.3', options, messages<Reply, Request>(port2));
	return connection.runFrom(await connection.opened);
}

function messages<Sent, Received>(port: MessagePort): Transport<Sent, Received> {
	return {
		send(message, moved) {
			port.postMessage(message, moved);
		},
		receive(listener: (message: Received) => void) {
			port.on('message', listener);
		},
	};
}

async function inProcess(config: RunConfig, options: Parameters<Open>[1]): Promise<Run> {
	const script = fileURLToPath(new URL('training-process.ts', import.meta.url));
	const child = spawn(process.execPath, [script, encodeLine([config, options])], {stdio: ['pipe', 'pipe', 'inherit']});
	const ended = once(child, 'exit');
	child.stdin.on('error', () => {
		// What is on its way when it is ended does not arrive.
	});
	const connection = new RunConnection({
		...jsonLines(child.stdin, child.stdout),
		unref() {
			child.unref();
		},
		async end() {
			child.kill('SIGKILL');
			await ended;
		},
	});
	child.on('exit', () => {
		connection.fail(new Error('The training process ended before the run.'));
	});
	return connection.runFrom(await connection.opened);
}
