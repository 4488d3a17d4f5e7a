// A limit on how long something may take; what takes longer is ended and cleans up.

import { setTimeout as sleep } from 'node:timers/promises';

async function answer(ms, signal) {
  try {
    await sleep(ms, null, { signal });
    return `answered after ${ms}`;
  } finally {
    console.log('cleaned up');
  }
}

async function within(limit, ms) {
  try {
    return await answer(ms, AbortSignal.timeout(limit));
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
    return 'too late';
  }
}

console.log(await within(5000, 50));
console.log(await within(50, 5000));
