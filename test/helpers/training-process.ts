/** A training in a process of its own: its configuration is its argument, questions come as lines, and so go answers. */
import process from 'node:process';
import type * as serving from '../../source/run/serve-run.js';
import {decodeLine, jsonLines} from './json-lines.ts';

// Built, for Node does not load the sources as they are.
const {serveRun} = await import(new URL('../../dist/run/serve-run.js', import.meta.url).href) as typeof serving;
const [config, options] = decodeLine(process.argv[2]) as [Parameters<typeof serving.serveRun>[0], Parameters<typeof serving.serveRun>[2]];
await serveRun(config, '1.2.3', options, jsonLines(process.stdout, process.stdin));
