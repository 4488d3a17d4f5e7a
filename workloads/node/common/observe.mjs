// What /__info and /__stats say about this process, observed rather than declared.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import http from 'node:http';
import * as modules from 'node:module';
import { PerformanceObserver } from 'node:perf_hooks';

import { pssKib } from './memory.mjs';
import { offload } from './offload.mjs';
import { isWorker, launchedAs, publishStats, statsOfAll, workerPids } from './workers.mjs';

const SAMPLE_MS = 10;
const SAMPLES_KEPT = 10000;

// What of a package is installed, as "name version". Not on Node.js 20, which cannot say; what has packages does not run
// on it.
export function installed(name) {
  return `${name} ${JSON.parse(readFileSync(modules.findPackageJSON(name, import.meta.url))).version}`;
}

function socketsOf(pid) {
  return readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return ''; // closed meanwhile
    }
  });
}

// A worker of node:cluster has a socket only where connections are not handed out in turn. If its primary does not hold
// it as well, it is the worker's own, one of several on the same port.
function acceptModeOf(server) {
  if (!isWorker) return 'single';
  const { fd } = server._handle;
  if (fd === undefined) return 'rr';
  return socketsOf(process.ppid).includes(readlinkSync(`/proc/self/fd/${fd}`)) ? 'shared' : 'reuseport';
}

const wsImplOf = (server, stack) => (server.listenerCount('upgrade') === 0 ? 'none' : stack.wsImpl ?? 'unknown');

// `server` is a node:http server, `stack` what only the stack can know: its id, layer, the packages it names and which
// of them speaks WebSocket.
export function describe(server, stack, backlog) {
  const { versions } = process;
  return {
    stack: stack.id,
    language: 'node',
    runtime: process.release.name,
    version: versions.node,
    implementation: `V8 ${versions.v8.split('.').slice(0, 2).join('.')}`,
    build: process.features.debug ? 'debug' : 'release',
    layer: stack.layer,
    flavour: 'idiomatic',
    concurrency_model: isWorker ? 'prefork' : 'event_loop',
    accept_mode: acceptModeOf(server),
    loop: 'uv' in versions ? 'libuv' : 'unknown',
    http_parser: server instanceof http.Server && 'llhttp' in versions ? 'llhttp' : 'unknown',
    json_lib: 'JSON',
    ws_impl: wsImplOf(server, stack),
    offload,
    gil: 'none',
    workers: workerPids().length,
    threads: 1,
    backlog,
    keep_alive_s: server.keepAliveTimeout / 1000,
    nodelay: server.noDelay, // Node has no getsockopt(); this is what the listener applies.
    log: 'none',
    environment: process.env.NODE_ENV || 'development',
    third_party: (stack.packages ?? []).map(installed),
    pids: workerPids(),
    ...launchedAs,
  };
}

// Each reading is of the time since the one before.
function watchLoop() {
  const lags = [];
  let next = 0;
  let max = 0;
  let due = performance.now() + SAMPLE_MS;
  const take = (now) => {
    const lag = Math.max(0, Math.round((now - due) * 1000));
    lags[next] = lag;
    next = (next + 1) % SAMPLES_KEPT;
    max = Math.max(max, lag);
  };
  const forget = () => {
    lags.length = 0;
    next = 0;
    max = 0;
  };
  const sample = () => {
    const now = performance.now();
    take(now);
    due = now + SAMPLE_MS;
    setTimeout(sample, SAMPLE_MS).unref();
  };
  setTimeout(sample, SAMPLE_MS).unref();
  return () => {
    // A request may come before the timer that is late already. What it was late by now is counted now.
    const now = performance.now();
    if (now > due) {
      take(now);
      due = now;
    }
    const sorted = Float64Array.from(lags).sort();
    const at = (share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
    const lag = { p50: at(0.5), p99: at(0.99), max };
    forget();
    return lag;
  };
}

function watchGc() {
  let count = 0;
  let pauseMs = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      count += 1;
      pauseMs += entry.duration;
    }
  }).observe({ entryTypes: ['gc'] });
  return () => ({ count, pause_ms: Math.round(pauseMs * 1000) / 1000 });
}

// Both watchers cost time on the serving thread, so they run only if asked for: STATS=lag, or full for both.
export function makeStats(counter) {
  const { STATS } = process.env;
  const loopLag = STATS === 'lag' || STATS === 'full' ? watchLoop() : () => null;
  const gc = STATS === 'full' ? watchGc() : () => null;
  publishStats(() => {
    const pss = pssKib(); // takes milliseconds, which are none of the next reading of the lag
    return {
      workers: [{ pid: process.pid, requests: counter.requests }],
      lines: counter.lines, // undefined, which JSON leaves out, but where somebody takes them
      loop_lag_us: loopLag(),
      gc: gc(),
      pss_kib: pss,
    };
  });
  return statsOfAll;
}
