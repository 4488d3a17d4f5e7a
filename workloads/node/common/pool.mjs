// A pool of worker_threads that compute kernels. Who finds them all at work waits in one queue, which has no bound.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

// Ready when all workers are there. Returns a function of a kernel's name and n to a promise of its
// line. A worker that fails ends the process: half a pool under its full name would be a false measurement.
export async function startPool(size) {
  const idle = [];
  const queue = [];

  function give(worker, { name, n, done }) {
    worker.once('message', (line) => {
      if (queue.length > 0) give(worker, queue.shift());
      else idle.push(worker);
      done(line);
    });
    worker.postMessage({ name, n });
  }

  await Promise.all(Array.from({ length: size }, async () => {
    const worker = new Worker(new URL('pool_worker.mjs', import.meta.url));
    await once(worker, 'message');
    idle.push(worker);
  }));

  return (name, n) => new Promise((done) => {
    if (idle.length > 0) give(idle.pop(), { name, n, done });
    else queue.push({ name, n, done });
  });
}
