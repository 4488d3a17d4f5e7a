// The clean end of a node:http server: what is under way is answered, then nothing is left.

import { onStop } from './process.mjs';

// Node.js marks a connection with the response it is working on. Counting them ourselves would cost every request.
const isBusy = (socket) => Boolean(socket._httpMessage) || socket.writableLength > 0;

export function endOnSignal(server, begin) {
  const sockets = new Set();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  onStop(() => {
    begin();
    server.close(() => process.exit(0)); // also ends the connections that are idle now
    // server.close() takes a connection that has not sent a whole request yet for a busy one.
    setInterval(() => {
      if ([...sockets].some(isBusy)) return;
      for (const socket of sockets) socket.destroy();
    }, 50).unref();
  });
}
