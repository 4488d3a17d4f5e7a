// The contract for runtimes other than Node.js that serve by a function from Request to Response.

import process from 'node:process';
import { Readable } from 'node:stream';

import { badRequest, isOwnPath, JSON_TYPE } from '../../node/common/contract.mjs';
import { MOST_BYTES } from '../../node/common/echo.mjs';
import { pssKib } from '../../node/common/memory.mjs';
import { Pieces, streamOf } from '../../node/common/pieces.mjs';
import { answer, ownAnswer } from '../../node/common/routes.mjs';
import { isUpload } from '../../node/common/upload.mjs';
import { upload } from './upload.mjs';

// Bun would take a body that is over at once for a value, and send it with its length.
async function* overLater(source) {
  yield* source;
  await new Promise(setImmediate);
}

const toStream = ({ source }) => Readable.toWeb(streamOf({ source: process.versions.bun ? overLater(source) : source }));

function responseTo(reply) {
  const { status, type, value, allow } = reply;
  const headers = { 'Content-Type': type, Server: 'bench' };
  if (status === 405) headers.Allow = allow;
  if (value instanceof Pieces) {
    return new Response(toStream(value), { status, headers: { ...headers, ...value.fields } });
  }
  return new Response(type === JSON_TYPE ? JSON.stringify(value) : value, { status, headers });
}

// What follows the origin of a URL: nothing is decoded.
const targetOf = (url) => url.slice(url.indexOf('/', 8));

// As node:http would have it, where something is asked of it: of files.
const askedOf = ({ headers }, target) => (
  target.startsWith('/file/') ? { headers: { range: headers.get('range') ?? undefined } } : undefined);

async function afterBody(request, reply) {
  const bytes = new Uint8Array(await request.arrayBuffer());
  return responseTo(await reply(bytes.length > MOST_BYTES ? null : bytes));
}

// For what a handler throws: the body was malformed, or the client has gone.
export const refuse = () => responseTo(badRequest);

// `describe` gives what /__info says. A Response comes at once wherever nothing has to be waited for.
export function makeHandler(describe) {
  let requests = 0;
  const stats = () => ({ workers: [{ pid: process.pid, requests }], loop_lag_us: null, gc: null, pss_kib: pssKib() });
  const pages = new Map([['/__info', describe], ['/__stats', stats]]);

  return (request) => {
    const { method } = request;
    const target = targetOf(request.url);
    if (isOwnPath(target)) return afterBody(request, () => ownAnswer(method, target, pages));
    requests += 1;
    if (isUpload({ method, url: target })) return upload(request).then(responseTo);
    if (method !== 'GET') return afterBody(request, (bytes) => answer(method, target, bytes));
    const reply = answer('GET', target, null, askedOf(request, target));
    return reply.later === null ? responseTo(reply) : new Promise(reply.later).then(responseTo);
  };
}
