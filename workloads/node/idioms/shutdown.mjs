// SIGTERM: no new connections, what is under way is finished, then the process ends by itself.

import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const server = net.createServer(async (socket) => {
  await once(socket, 'data');
  console.log('asked');
  await sleep(300);
  socket.end('answered\n');
});

process.once('SIGTERM', async () => {
  server.close();
  console.log('no more');
  await once(server, 'close');
  console.log('done');
});

server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(`port ${server.address().port}`);
