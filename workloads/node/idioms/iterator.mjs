// Values that come one after the other, asked for as they are needed; who stops early lets the source clean up.

import { setTimeout as sleep } from 'node:timers/promises';

async function* squares() {
  try {
    for (let number = 0; ; number++) {
      await sleep(5);
      yield number * number;
    }
  } finally {
    console.log('source closed');
  }
}

for await (const square of squares()) {
  if (square > 20) break;
  console.log(square);
}
console.log('went on');
