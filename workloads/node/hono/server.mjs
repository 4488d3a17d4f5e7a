import { Readable } from 'node:stream';

import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';

import { bodyRead } from '../common/body.mjs';
import { cpu, mixed } from '../common/compute.mjs';
import { delay, json, JSON_TYPE, notAllowed, notFound, plaintext, refusal, tooLarge } from '../common/contract.mjs';
import { down } from '../common/down.mjs';
import { echo, MOST_BYTES, parseJson } from '../common/echo.mjs';
import { file } from '../common/file.mjs';
import { cpuOff } from '../common/offload.mjs';
import { Pieces, streamOf } from '../common/pieces.mjs';
import { HOST } from '../common/process.mjs';
import { sse } from '../common/sse.mjs';
import { makeStack } from '../common/stack.mjs';
import { stream } from '../common/stream.mjs';
import { upload } from '../common/upload.mjs';

const { info, stats, start } = makeStack('node/hono', ['@hono/node-server', 'hono']);

const app = new Hono();

function send(c, { status, type, value, allow }) {
  const headers = { 'Content-Type': type, Server: 'bench' };
  if (status === 405) headers.Allow = allow;
  if (value instanceof Pieces) return c.body(Readable.toWeb(streamOf(value)), status, { ...headers, ...value.fields });
  return type === JSON_TYPE ? c.json(value, status, headers) : c.body(value, status, headers);
}

const refuse = (answer) => async (c) => {
  await bodyRead(c.env.incoming);
  return send(c, answer);
};

// req.query() would keep the first of a name that is repeated.
const once = (values) => (values?.length === 1 ? values[0] : undefined);
const number = (c, name) => once(c.req.queries(name));

function route(method, path, ...handlers) {
  app.on(method, path, ...handlers);
  app.all(path, refuse(notAllowed[method]));
}

route('GET', '/plaintext', (c) => send(c, plaintext));
route('GET', '/json', (c) => send(c, json({ k: number(c, 'k'), n: number(c, 'n') })));
route('GET', '/delay', async (c) => send(c, await delay({ ms: number(c, 'ms') })));
route('GET', '/down', async (c) => send(c, await down({ ms: number(c, 'ms'), b: number(c, 'b') })));
route('GET', '/cpu/:kernel', (c) => send(c, cpu(c.req.param('kernel'), { n: number(c, 'n') })));
route('GET', '/cpu_off/:kernel', async (c) => send(c, await cpuOff(c.req.param('kernel'), { n: number(c, 'n') })));
route('GET', '/mixed/:kernel', (c) => (
  send(c, mixed(c.req.param('kernel'), { n: number(c, 'n'), p: number(c, 'p'), i: number(c, 'i') }))
));
route('GET', '/sse', (c) => send(c, sse({ n: number(c, 'n'), hz: number(c, 'hz') })));
route('GET', '/stream', (c) => send(c, stream({ c: number(c, 'c'), b: number(c, 'b'), us: number(c, 'us') })));
route('GET', '/file/:name', async (c) => send(c, await file(c.req.param('name'), c.req.header('range'))));
route('GET', '/__info', (c) => send(c, info()));
route('GET', '/__stats', async (c) => send(c, await stats()));
route('POST', '/echo', bodyLimit({ maxSize: MOST_BYTES, onError: (c) => send(c, tooLarge) }), async (c) => (
  send(c, echo(parseJson(new Uint8Array(await c.req.arrayBuffer()))))
));
route('POST', '/upload', async (c) => send(c, await upload(c.env.incoming, c.env.outgoing)));

app.notFound(refuse(notFound));
app.onError((error, c) => send(c, refusal(500))); // the client has gone; the default prints it

start(createAdaptorServer({ fetch: app.fetch, hostname: HOST }));
