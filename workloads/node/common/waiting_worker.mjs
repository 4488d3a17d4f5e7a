// The thread of waiting_thread.mjs: says that it is ready, then which waits are over.

import { parentPort } from 'node:worker_threads';

import { afterFull } from './contract.mjs';

parentPort.on('message', ({ number, delayMs }) => afterFull(delayMs, () => parentPort.postMessage(number)));
parentPort.postMessage('ready');
