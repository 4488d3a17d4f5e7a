// A task that nobody waits for fails: it is noticed, and everything else goes on.

import { setTimeout as sleep } from 'node:timers/promises';

process.on('unhandledRejection', (error) => console.log(`noticed: ${error.message}`));

async function fail() {
  await sleep(20);
  throw new Error('lost');
}

fail();
await sleep(100);
console.log('went on');
