import type * as openCourse from '../../source/command-line/open-course.js';
import type * as showThrough from '../../source/command-line/show-through.js';
import type * as errors from '../../source/errors.js';
import type * as createEngine from '../../source/model/create-engine.js';
import type * as openRunInWorker from '../../source/run/open-run-in-worker.js';

/** Where a module is when it is built. */
export const builtUrl = (path: string) => new URL(`../../dist/${path}`, import.meta.url).href;

/** The built module, not its source: a worker thread can only be started from JavaScript. */
export const importOpenRunInWorker = async () => await import(builtUrl('run/open-run-in-worker.js')) as typeof openRunInWorker;

export const importShowThrough = async () => await import(builtUrl('command-line/show-through.js')) as typeof showThrough;

export const importOpenCourse = async () => await import(builtUrl('command-line/open-course.js')) as typeof openCourse;

/** The error classes that built modules throw, which are not those of the sources. */
export const importErrors = async () => await import(builtUrl('errors.js')) as typeof errors;

/** Where it is built, the engine finds the module that its threads are started with. */
export const importCreateEngine = async () => await import(builtUrl('model/create-engine.js')) as typeof createEngine;
