// Waits in a worker thread: whoever serves sends each wait there, and is told when it is over. For the one stack that
// shows what a thread is worth to what only waits.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const waiting = new Map();
let last = 0;

// Without the variable that asked for a thread, or it would start one in turn.
const thread = new Worker(new URL('waiting_worker.mjs', import.meta.url), { env: {} });
await once(thread, 'message');
thread.on('message', (number) => {
  const done = waiting.get(number);
  waiting.delete(number);
  done();
});

export function afterFullInThread(delayMs, done) {
  last += 1;
  waiting.set(last, done);
  thread.postMessage({ number: last, delayMs });
}
