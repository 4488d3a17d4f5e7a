// One thread of the pool: says that it is ready, then answers each message in turn.

import { parentPort } from 'node:worker_threads';

import { lineOf } from './compute.mjs';

parentPort.on('message', ({ name, n }) => parentPort.postMessage(lineOf(name, n)));
parentPort.postMessage('ready');
