// The server of node/http under pm2-runtime, in as many processes as are asked for. PM2 keeps its files and sockets in
// a folder that is removed in the end.

import { spawn } from 'node:child_process';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { installed } from '../common/observe.mjs';
import { fail, onStop, readSettings, sayReady } from '../common/process.mjs';
import { makeWorkerPlace, whenReady } from '../common/workers.mjs';

const { port, workers } = readSettings({ mostWorkers: 1024 });
const { root, environment } = makeWorkerPlace({ stack: 'node/pm2', layer: 'server', third_party: [installed('pm2')] });
let stopping = false;

whenReady(environment, workers, (pids) => sayReady(pids, port));

const program = join(dirname(findPackageJSON('pm2', import.meta.url)), 'bin', 'pm2-runtime');
const server = fileURLToPath(new URL('../http/server.mjs', import.meta.url));
// Its options stand in the manifest, the number of workers behind them.
const pm2 = spawn(process.execPath, [program, 'start', server, ...process.argv.slice(2), String(workers)], {
  env: {
    ...process.env,
    ...environment,
    PM2_HOME: join(root, 'pm2'),
    PM2_KILL_TIMEOUT: '4600', // ms; more than node/http may take for what is under way
  },
  stdio: ['ignore', 'ignore', 'inherit'], // it tells stdout what it does
});

pm2.on('exit', (code, signal) => {
  if (!stopping) fail(`pm2-runtime ended with ${signal ?? `code ${code}`}`, code || 1);
  process.exit(0);
});

onStop(() => {
  stopping = true;
  pm2.kill('SIGTERM');
});
