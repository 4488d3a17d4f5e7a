// Signals arrive between other work, which goes on, until one of them ends it.

import { once } from 'node:events';

let heard = 0;
process.on('SIGHUP', () => {
  heard += 1;
  console.log(`heard ${heard}`);
});
const working = setInterval(() => {}, 10);
console.log('ready');
await once(process, 'SIGINT');
clearInterval(working);
console.log(`ended after ${heard}`);
