import http from 'node:http';

import { readBody } from '../common/body.mjs';
import { isOwnPath, JSON_TYPE } from '../common/contract.mjs';
import { MOST_BYTES } from '../common/echo.mjs';
import { takeLines } from '../common/lines.mjs';
import { refuseMalformed } from '../common/malformed.mjs';
import { describe, makeStats } from '../common/observe.mjs';
import { pour } from '../common/pieces.mjs';
import { KEEP_ALIVE_MS, listen, readSettings } from '../common/process.mjs';
import { answer, ownAnswer } from '../common/routes.mjs';
import { endOnSignal } from '../common/stop.mjs';
import { isUpload, upload } from '../common/upload.mjs';

const settings = readSettings();
const counter = { requests: 0 };
let stopping = false;

function send(req, res, { status, type, value, allow }) {
  const body = type === JSON_TYPE ? JSON.stringify(value) : value;
  res.statusCode = status;
  res.setHeader('Content-Type', type);
  res.setHeader('Server', 'bench');
  if (status === 405) res.setHeader('Allow', allow);
  if (stopping) res.setHeader('Connection', 'close');
  // In HTTP/1.1 staying open needs no header: this drops `Connection: keep-alive` and, with
  // it, `Keep-Alive`, which the other stacks do not send. Removing it would also hide
  // `Connection: close`, so it stays where the connection is going to end.
  else if (res.shouldKeepAlive && req.httpVersionMinor === 1) res.removeHeader('Connection');
  if (typeof body !== 'string') return pour(body, res);
  res.setHeader('Content-Length', Buffer.byteLength(body));
  // Not writeHead(): writeHead() followed by end() falls back to chunked encoding.
  res.end(body);
}

const server = http.createServer({
  keepAliveTimeout: KEEP_ALIVE_MS,
  headersTimeout: KEEP_ALIVE_MS + 1000,
  requestTimeout: 300_000,
  noDelay: true,
}, (req, res) => {
  if (isOwnPath(req.url)) {
    ownAnswer(req.method, req.url, ownPages).then((reply) => send(req, res, reply));
    return;
  }
  counter.requests += 1;
  if (req.method === 'GET') {
    const reply = answer('GET', req.url, null, req);
    if (reply.later === null) send(req, res, reply);
    else reply.later((due) => send(req, res, due));
  } else if (isUpload(req)) {
    upload(req, res).then((reply) => send(req, res, reply));
  } else {
    // Refused, too, only after its body, so that a malformed body still gets a 400.
    readBody(req, MOST_BYTES, (bytes) => send(req, res, answer(req.method, req.url, bytes, req)));
  }
});

const ownPages = new Map([
  ['/__stats', makeStats(counter)],
  ['/__info', () => describe(server, { id: 'node/http', layer: 'bare' }, settings.backlog)],
]);

refuseMalformed(server);
takeLines(counter, settings, () => listen(server, settings));
endOnSignal(server, () => { stopping = true; });
