// The server that is named in argv, in as many processes as are asked for: the primary accepts connections and hands
// them out in turn (SCHED_RR, the default of node:cluster but on Windows), unless each worker listens by itself.

import cluster from 'node:cluster';

import { fail, onStop, readSettings, sayReady } from '../common/process.mjs';
import { makeWorkerPlace, whenReady } from '../common/workers.mjs';

const { port, workers } = readSettings({ mostWorkers: 1024 });
const { environment } = makeWorkerPlace({
  stack: process.env.REUSE_PORT === '1' ? 'node/cluster-reuseport' : 'node/cluster',
});
let left = workers;
let stopping = false;

cluster.setupPrimary({ exec: process.argv[2], args: [] });
whenReady(environment, workers, (pids) => sayReady(pids, port));
for (let i = 0; i < workers; i += 1) cluster.fork(environment);

cluster.on('exit', (worker, code, signal) => {
  left -= 1;
  // A worker that is replaced in the midst of a measurement would hide that one died.
  if (!stopping) fail(`worker ${worker.process.pid} ended with ${signal ?? `code ${code}`}`, code || 1);
  if (left === 0) process.exit(0);
});

onStop(() => {
  stopping = true;
  for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGTERM');
});
