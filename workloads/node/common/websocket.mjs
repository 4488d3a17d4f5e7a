// The WebSocket endpoints on a node:http server, by the package ws.

import { WebSocketServer } from 'ws';

import { originForm } from './contract.mjs';
import { converseIn } from './rooms.mjs';

const MOST_BYTES = 1024 * 1024; // of one message
const PATH = /^\/ws\/(?:echo|room\/([A-Za-z0-9_-]{1,64}))(?:\?|$)/;

function echo(socket) {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
}

export const isConversation = (target) => PATH.test(originForm(target));

// For http.createServer(): what else asks for an upgrade is answered as if it did not.
export const shouldUpgradeCallback = (req) => req.method === 'GET' && isConversation(req.url);

export function serveWebSockets(server) {
  const webSockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: MOST_BYTES,
  });
  server.on('upgrade', (req, socket, head) => {
    const [, room] = PATH.exec(originForm(req.url));
    webSockets.handleUpgrade(req, socket, head, (webSocket) => {
      webSocket.on('error', () => {}); // it closes with the code for it, and there is nobody to tell
      if (room === undefined) echo(webSocket);
      else converseIn(room, webSocket);
    });
  });
}
