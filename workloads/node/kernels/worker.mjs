// A worker of together.mjs: a thread or a process. It is told what to do, says when it is ready, and is told when to begin.

import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';

import { slower } from './slower.mjs';
import { work } from './work.mjs';

const parent = parentPort ?? process;
// A long message is written in parts, and what has not been written when a process disconnects is lost.
const send = (message) => (parentPort === null
  ? new Promise((resolve) => { process.send(message, resolve); })
  : parentPort.postMessage(message));
const received = async () => {
  const [message] = await once(parent, 'message');
  return message;
};

const task = await received();
const { flavours } = await import(`./${task.name}.mjs`);
const kernel = task.isSlower ? slower(flavours[task.flavour]) : flavours[task.flavour];
kernel.line(kernel.run(kernel.prepare(task.n))); // compiled and warm before anybody waits for it
const begun = received();
send({ ready: true });
try {
  await send(await work(kernel, task, await begun, () => {}));
} catch (error) {
  await send({ error: error.message });
}
if (parentPort === null) process.disconnect();
