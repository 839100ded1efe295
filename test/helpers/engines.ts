import process from 'node:process';
import {type EngineName} from '../../source/model/engine.js';

/** The engines that a test goes through: those of this program, or where that is asked for PyTorch, which not every machine has. */
export const engines: readonly EngineName[] = process.env.TEST_ENGINES === 'torch' ? ['torch'] : ['tensor', 'scalar'];
