// What /__info says of a runtime other than Node.js, but for what only its own server file can know.

import process from 'node:process';

export const identity = (stack, runtime, version) => ({
  stack,
  language: 'javascript',
  runtime,
  version,
  build: 'release',
  layer: 'bare',
  flavour: 'idiomatic',
  concurrency_model: 'event_loop',
  accept_mode: 'single',
  json_lib: 'JSON',
  ws_impl: 'none',
  gil: 'none',
  workers: 1,
  threads: 1,
  nodelay: true,
  log: 'none',
  environment: process.env.NODE_ENV || 'development',
  third_party: [],
  pids: [process.pid],
});
