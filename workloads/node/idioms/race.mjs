// The first of several that is done; the others are called off and can clean up.

import { setTimeout as sleep } from 'node:timers/promises';

const calledOff = new AbortController();

async function answer(name, ms) {
  try {
    await sleep(ms, null, calledOff);
    return name;
  } catch {
    console.log(`${name} called off`);
    return null;
  }
}

const answers = [answer('fast', 50), answer('slow', 5000), answer('slower', 6000)];
console.log(await Promise.race(answers));
calledOff.abort();
await Promise.all(answers);
