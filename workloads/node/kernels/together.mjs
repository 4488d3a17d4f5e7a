// One kernel by several workers at the same time: node together.mjs HOW KERNEL FLAVOUR N ITERATIONS SECONDS WORKERS LEAD_IN
// prints their rates as one line of JSON. HOW is `threads` (worker_threads), `processes` (child_process) or `promises`:
// as many asynchronous functions on the one thread that there is without either. Leaves as job.mjs does.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import { printReport } from './report.mjs';
import { leave, readRequest, readSeconds, readWorkers } from './request.mjs';
import { readSlower, slower } from './slower.mjs';
import { beginSoon, work } from './work.mjs';

const WORKER = new URL('./worker.mjs', import.meta.url);

async function next(worker) {
  const [message] = await once(worker, 'message');
  return message;
}

async function byWorkers(start, send, task, count) {
  const workers = Array.from({ length: count }, start);
  for (const worker of workers) {
    worker.once('exit', (code) => { if (code !== 0) leave(1, `a worker ended with code ${code}`); });
  }
  const ready = workers.map(next);
  for (const worker of workers) send(worker, task);
  await Promise.all(ready);
  const done = workers.map(next);
  const begin = beginSoon();
  for (const worker of workers) send(worker, begin);
  return Promise.all(done);
}

const ways = {
  threads: (task, kernel, count) =>
    byWorkers(() => new Worker(WORKER), (worker, message) => worker.postMessage(message), task, count),
  processes: (task, kernel, count) =>
    byWorkers(() => fork(WORKER), (worker, message) => worker.send(message), task, count),
  promises(task, kernel, count) {
    const begin = beginSoon();
    return Promise.all(Array.from({ length: count }, () => work(kernel, task, begin, setImmediate)));
  },
};

const [how, ...others] = process.argv.slice(2);
const { isSlower, words } = readSlower(others);
if (!Object.hasOwn(ways, how) || words.length !== 7) {
  leave(2, `usage: together.mjs ${Object.keys(ways).join('|')} KERNEL FLAVOUR N ITERATIONS SECONDS WORKERS LEAD_IN`);
}
const { kernel, ...request } = await readRequest(words.slice(0, 5));
const workers = readWorkers(words[5]);
const task = { ...request, isSlower, leadIn: readSeconds(words[6]) };
const shares = await ways[how](task, isSlower ? slower(kernel) : kernel, workers)
  .catch((error) => [{ error: error.message }]);

const failed = shares.find(({ error }) => error !== undefined);
const lines = new Set(shares.map(({ line }) => line));
if (failed !== undefined) leave(3, failed.error);
if (lines.size > 1) leave(3, `workers disagree: ${[...lines].join(' and ')}`);
printReport({ ...request, kernel }, {
  line: shares[0].line,
  setup_ns: 0,
  iteration_ns: shares.flatMap(({ iteration_ns: times }) => times),
  worker_rates_per_s: shares.map(({ rate_per_s: rate }) => rate),
});
