import http from 'node:http';

import { bodyRead } from '../common/body.mjs';
import { badRequest, JSON_TYPE, notAllowed, notFound, plaintext } from '../common/contract.mjs';
import { makeStack } from '../common/stack.mjs';
import { isConversation, serveWebSockets, shouldUpgradeCallback } from '../common/websocket.mjs';

const { info, stats, start } = makeStack('node/ws', ['ws'], { layer: 'bare', wsImpl: 'ws' });

const pages = new Map([['/plaintext', () => plaintext], ['/__info', info], ['/__stats', stats]]);

function pageOf(url) {
  return isConversation(url) ? () => badRequest : pages.get(url.replace(/\?.*/, ''));
}

async function replyTo(req) {
  const page = pageOf(req.url);
  if (req.method === 'GET') return page === undefined ? notFound : page();
  await bodyRead(req);
  return page === undefined ? notFound : notAllowed.GET;
}

function send(res, { status, type, value, allow }) {
  const body = type === JSON_TYPE ? JSON.stringify(value) : value;
  res.statusCode = status;
  res.setHeader('Content-Type', type);
  res.setHeader('Content-Length', Buffer.byteLength(body));
  res.setHeader('Server', 'bench');
  if (status === 405) res.setHeader('Allow', allow);
  res.end(body);
}

const server = http.createServer({ noDelay: true, shouldUpgradeCallback }, async (req, res) => {
  send(res, await replyTo(req));
});

serveWebSockets(server);
start(server);
