// What belongs to a request is there in everything that it calls, however many are under way.

import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const request = new AsyncLocalStorage();

async function deepBelow(ms) {
  await sleep(ms);
  return request.getStore();
}

const handle = (id, ms) => request.run(id, () => deepBelow(ms));

console.log((await Promise.all([handle('a', 30), handle('b', 10), handle('c', 20)])).join(' '));
console.log(request.getStore() ?? 'none outside');
