import http from 'node:http';

import { afterFull, answer, isOwnPath } from '../common/contract.mjs';
import { describe, makeStats } from '../common/observe.mjs';
import { listen, onStop, readSettings } from '../common/process.mjs';

const KEEP_ALIVE_MS = 75_000;

const settings = readSettings();
const counter = { requests: 0 };
const sockets = new Set();
let inFlight = 0;
let stopping = false;

function send(req, res, { status, type, body }) {
  res.statusCode = status;
  res.setHeader('Content-Type', type);
  res.setHeader('Content-Length', Buffer.byteLength(body));
  res.setHeader('Server', 'bench');
  if (status === 405) res.setHeader('Allow', 'GET');
  if (stopping) res.setHeader('Connection', 'close');
  // In HTTP/1.1 staying open needs no header: this drops `Connection: keep-alive` and, with
  // it, `Keep-Alive`, which the other stacks do not send. Removing it would also hide
  // `Connection: close`, so it stays where the connection is going to end.
  else if (res.shouldKeepAlive && req.httpVersionMinor === 1) res.removeHeader('Connection');
  // Not writeHead(): writeHead() followed by end() falls back to chunked encoding.
  res.end(body);
  inFlight -= 1;
}

const server = http.createServer({
  keepAliveTimeout: KEEP_ALIVE_MS,
  headersTimeout: KEEP_ALIVE_MS + 1000,
  requestTimeout: 300_000,
  noDelay: true,
}, (req, res) => {
  inFlight += 1;
  const reply = answer(req.method, req.url, ownRoutes);
  if (!isOwnPath(req.url)) counter.requests += 1;
  if (reply.delayMs > 0) {
    afterFull(reply.delayMs, () => send(req, res, reply));
  } else if (req.method === 'GET') {
    send(req, res, reply);
  } else {
    // Refused only after its body, so that a malformed body still gets a 400.
    req.once('close', () => send(req, res, reply));
    req.resume();
  }
});

server.on('connection', (socket) => {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
});

const ownRoutes = new Map([
  ['/__stats', makeStats(counter)],
  ['/__info', () => describe({
    id: 'node/http',
    layer: 'bare',
    flavour: 'idiomatic',
    httpParser: 'llhttp' in process.versions ? 'llhttp' : 'unknown',
    backlog: settings.backlog,
    keepAliveS: server.keepAliveTimeout / 1000,
    nodelay: server.noDelay, // Node has no getsockopt(); this is what the listener applies.
    thirdParty: [],
  })],
]);

listen(server, settings);

onStop(() => {
  stopping = true;
  server.close(() => process.exit(0)); // also ends the connections that are idle now
  // server.close() takes a connection that has not sent a whole request yet for a busy one.
  setInterval(() => {
    if (inFlight > 0) return;
    for (const socket of sockets) if (socket.writableLength === 0) socket.destroy();
  }, 50).unref();
});
