// The contract for runtimes other than Node.js that serve by a function from Request to Response.

import process from 'node:process';

import { badRequest, isOwnPath, JSON_TYPE, notFound } from '../../node/common/contract.mjs';
import { MOST_BYTES } from '../../node/common/echo.mjs';
import { Pieces } from '../../node/common/pieces.mjs';
import { answer, ownAnswer } from '../../node/common/routes.mjs';

function responseTo(reply) {
  if (reply.value instanceof Pieces) return responseTo(notFound);
  const { status, type, value, allow } = reply;
  const headers = { 'Content-Type': type, Server: 'bench' };
  if (status === 405) headers.Allow = allow;
  return new Response(type === JSON_TYPE ? JSON.stringify(value) : value, { status, headers });
}

// What follows the origin of a URL: nothing is decoded.
const targetOf = (url) => url.slice(url.indexOf('/', 8));

async function afterBody(request, reply) {
  const bytes = new Uint8Array(await request.arrayBuffer());
  return responseTo(await reply(bytes.length > MOST_BYTES ? null : bytes));
}

// For what a handler throws: the body was malformed, or the client has gone.
export const refuse = () => responseTo(badRequest);

// `describe` gives what /__info says. A Response comes at once wherever nothing has to be waited for.
export function makeHandler(describe) {
  let requests = 0;
  const stats = () => ({ workers: [{ pid: process.pid, requests }], loop_lag_us: null, gc: null, pss_kib: null });
  const pages = new Map([['/__info', describe], ['/__stats', stats]]);

  return (request) => {
    const { method } = request;
    const target = targetOf(request.url);
    if (isOwnPath(target)) return afterBody(request, () => ownAnswer(method, target, pages));
    requests += 1;
    if (method !== 'GET') return afterBody(request, (bytes) => answer(method, target, bytes));
    const reply = answer('GET', target);
    return reply.later === null ? responseTo(reply) : new Promise(reply.later).then(responseTo);
  };
}
