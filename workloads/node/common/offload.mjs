// GET /cpu_off/KERNEL: the same in a pool, so that the event loop stays free. OFFLOAD=thread asks for one, of THREADS
// worker_threads; by default there is none, and no such path.

import { cpu, cpuOfText, lineAnswer } from './compute.mjs';
import { answerLater, dueAnswer, notFound } from './contract.mjs';
import { startPool } from './pool.mjs';
import { fail, readNumber } from './process.mjs';

export const offload = process.env.OFFLOAD || 'none';
if (!['none', 'thread'].includes(offload)) fail(`OFFLOAD=${offload} is not supported: only none or thread`, 2);

const lineInPool = offload === 'none' ? null : await startPool(readNumber('THREADS', '1', 1024));

const computedOff = (name, n) => answerLater((done) => {
  lineInPool(name, n).then((line) => done(lineAnswer(name, n, line)));
});

export const cpuOff = async (name, query) => (lineInPool ? dueAnswer(cpu(name, query, computedOff)) : notFound);
export const cpuOffOfText = (name, query) => (lineInPool ? cpuOfText(name, query, computedOff) : notFound);
