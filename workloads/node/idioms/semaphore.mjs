// Many tasks, of which only two work at the same time.

import { setTimeout as sleep } from 'node:timers/promises';

class Semaphore {
  waiting = [];

  constructor(free) {
    this.free = free;
  }

  async acquire() {
    if (this.free > 0) this.free -= 1;
    else await new Promise((admit) => { this.waiting.push(admit); });
  }

  release() {
    if (this.waiting.length > 0) this.waiting.shift()();
    else this.free += 1;
  }
}

const semaphore = new Semaphore(2);
let working = 0;
let most = 0;

async function work(number) {
  await semaphore.acquire();
  try {
    working += 1;
    most = Math.max(most, working);
    await sleep(20);
    working -= 1;
    return number;
  } finally {
    semaphore.release();
  }
}

console.log((await Promise.all([0, 1, 2, 3, 4, 5].map(work))).join(' '));
console.log(`at most ${most} at the same time`);
