// The WebSocket endpoints on a node:http server, by the package ws.

import { WebSocketServer } from 'ws';

import { hzOfText, originForm } from './contract.mjs';
import { playAt } from './games.mjs';
import { talkIn } from './rooms.mjs';

const MOST_BYTES = 1024 * 1024; // of one message
const PATH = /^\/ws\/(?:echo|room\/([A-Za-z0-9_-]{1,64})|(game))(?:\?(.*))?$/;

function echo(socket) {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
}

export const isConversation = (target) => PATH.test(originForm(target));

// What an upgrade opens: a function of the WebSocket. undefined where there is nothing to open.
function conversationOn(target) {
  const [path, room, game, query] = PATH.exec(originForm(target)) ?? [];
  if (room !== undefined) return (socket) => talkIn(room, socket);
  if (game === undefined) return path && echo;
  const hz = hzOfText(query ?? '');
  return hz === null ? undefined : (socket) => playAt(hz, socket);
}

// For http.createServer(): what else asks for an upgrade is answered as if it did not.
export const shouldUpgradeCallback = (req) => req.method === 'GET' && conversationOn(req.url) !== undefined;

export function serveWebSockets(server) {
  const webSockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: MOST_BYTES,
  });
  server.on('upgrade', (req, socket, head) => {
    const converse = conversationOn(req.url);
    webSockets.handleUpgrade(req, socket, head, (webSocket) => {
      webSocket.on('error', () => {}); // it closes with the code for it, and there is nobody to tell
      converse(webSocket);
    });
  });
}
