// The process contract: environment in, one ready line out, clean end on SIGTERM.

import { writeSync } from 'node:fs';

import { isWorker, publish } from './workers.mjs';

export const HOST = '127.0.0.1';
export const KEEP_ALIVE_MS = 75_000;

export function fail(message, code) {
  writeSync(2, `${message}\n`);
  process.exit(code);
}

export function readNumber(name, fallback, max) {
  const text = process.env[name] || fallback;
  if (text === undefined) fail(`${name} is not set`, 2);
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || value < 1 || value > max) fail(`${name}=${text} is not a number from 1 to ${max}`, 2);
  return value;
}

export function readSettings({ mostWorkers = 1 } = {}) {
  const workers = isWorker ? 1 : readNumber('WORKERS', '1', 4096);
  if (workers > mostWorkers) {
    fail(`WORKERS=${workers} is not supported: this stack is one process, WORKERS must be 1`, 2);
  }
  const log = process.env.LOG || 'none';
  if (log !== 'none') fail(`LOG=${log} is not supported: only LOG=none`, 2);
  return { port: readNumber('PORT', undefined, 65535), backlog: readNumber('BACKLOG', '4096', 65535), workers };
}

export function sayReady(pids, port) {
  writeSync(1, `${JSON.stringify({ ready: true, pids, port })}\n`);
}

export function failToListen(server, port) {
  server.once('error', (error) => {
    const reason = error.code === 'EADDRINUSE' ? 'address already in use' : error.message;
    fail(`cannot listen on ${HOST}:${port}: ${reason}`, error.code === 'EADDRINUSE' ? 98 : 1);
  });
}

export function listen(server, { port, backlog }) {
  failToListen(server, port);
  const reusePort = process.env.REUSE_PORT === '1'; // a socket of its own for each worker of node:cluster
  server.listen({ host: HOST, port, backlog, reusePort }, () => {
    if (isWorker) publish();
    else sayReady([process.pid], port);
  });
}

export function onStop(stop) {
  let stopping = false;
  const once = () => {
    if (stopping) return;
    stopping = true;
    // A client that never reads, or a long /delay, must not hold the process past 5 s.
    setTimeout(() => process.exit(0), 4500).unref();
    stop();
  };
  process.on('SIGTERM', once);
  process.on('SIGINT', once);
}
