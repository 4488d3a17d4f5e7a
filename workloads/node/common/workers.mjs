// Several processes that serve one port, started by a launcher. Each has a Unix socket in a folder of theirs, named by
// its pid, through which it says what it has counted: so the launcher sees who is ready, and whichever process is asked
// for /__stats can answer for all, under any process manager.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, watch } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const folder = process.env.WORKER_FOLDER;

export const isWorker = folder !== undefined;
export const launchedAs = isWorker ? JSON.parse(process.env.LAUNCHED_AS) : {};

const pidsIn = (place) => readdirSync(place).map(Number);
export const workerPids = () => (isWorker ? pidsIn(folder) : [process.pid]);

let ownStats;
export const publishStats = (stats) => { ownStats = stats; };

export function publish() {
  const server = net.createServer((socket) => socket.end(JSON.stringify(ownStats())));
  // Not exclusive, a worker of node:cluster would have its primary listen for it.
  server.listen({ path: join(folder, String(process.pid)), exclusive: true });
  server.unref();
}

export async function statsOfAll() {
  if (!isWorker) return ownStats();
  const texts = await Promise.allSettled(pidsIn(folder).map((pid) => text(net.connect(join(folder, String(pid))))));
  const each = texts.filter(({ value }) => value).map(({ value }) => JSON.parse(value)); // the others have died
  return {
    workers: each.flatMap(({ workers }) => workers),
    loop_lag_us: null, // no figure stands for several loops
    gc: null,
    pss_kib: each.reduce((sum, { pss_kib: kib }) => sum + kib, 0),
  };
}

// For a launcher: a folder that is removed in the end, and the environment its workers need. `identity` is what /__info
// says about the launch.
export function makeWorkerPlace(identity) {
  const root = mkdtempSync(join(tmpdir(), 'bench-'));
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  const place = join(root, 'workers');
  mkdirSync(place);
  return { root, environment: { WORKER_FOLDER: place, LAUNCHED_AS: JSON.stringify(identity) } };
}

export function whenReady({ WORKER_FOLDER: place }, count, done) {
  const watcher = watch(place, () => {
    const pids = pidsIn(place);
    if (pids.length < count) return;
    watcher.close();
    done(pids);
  });
}
