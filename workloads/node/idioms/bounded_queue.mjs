// A fast producer waits for a slow consumer: there is room for two between them.

import { setTimeout as sleep } from 'node:timers/promises';

class Queue {
  items = [];
  getters = [];
  putters = [];

  constructor(room) {
    this.room = room;
  }

  async put(item) {
    while (this.items.length >= this.room) await new Promise((go) => { this.putters.push(go); });
    this.items.push(item);
    this.getters.shift()?.();
  }

  async get() {
    while (this.items.length === 0) await new Promise((go) => { this.getters.push(go); });
    this.putters.shift()?.();
    return this.items.shift();
  }
}

const queue = new Queue(2);
let made = 0;
let most = 0;

async function produce() {
  for (let item = 0; item < 10; item++) {
    await queue.put(item);
    made += 1;
  }
  await queue.put(null);
}

async function consume() {
  const taken = [];
  for (let item = await queue.get(); item !== null; item = await queue.get()) {
    await sleep(5);
    taken.push(item);
    most = Math.max(most, made - taken.length);
  }
  return taken;
}

const [, taken] = await Promise.all([produce(), consume()]);
console.log(taken.join(' '));
console.log(most <= 3 ? 'never far ahead' : `${most} ahead`);
