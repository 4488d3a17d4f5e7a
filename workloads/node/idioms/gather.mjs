// Several waits at the same time, their results in the order they were asked for.

import { setTimeout as sleep } from 'node:timers/promises';

async function answer(ms) {
  await sleep(ms);
  return ms;
}

const begun = performance.now();
console.log((await Promise.all([answer(300), answer(100), answer(200)])).join(' '));
console.log(performance.now() - begun < 550 ? 'together' : 'one after the other');
