import http from 'node:http';

import Router from '@koa/router';
import Koa from 'koa';

import { bodyRead, readBody } from '../common/body.mjs';
import { cpu, mixed } from '../common/compute.mjs';
import { delay, json, notAllowed, notFound, plaintext } from '../common/contract.mjs';
import { down } from '../common/down.mjs';
import { echoOfBytes, MOST_BYTES } from '../common/echo.mjs';
import { file } from '../common/file.mjs';
import { cpuOff } from '../common/offload.mjs';
import { Pieces, streamOf } from '../common/pieces.mjs';
import { sse } from '../common/sse.mjs';
import { makeStack } from '../common/stack.mjs';
import { stream } from '../common/stream.mjs';
import { upload } from '../common/upload.mjs';

const { info, stats, start } = makeStack('node/koa', ['@koa/router', 'koa']);

const app = new Koa();
app.silent = true;

function send(ctx, { status, type, value, allow }) {
  ctx.status = status;
  // Before the body: where nobody says it, Koa adds a charset.
  ctx.set('Content-Type', type);
  ctx.set('Server', 'bench');
  if (status === 405) ctx.set('Allow', allow);
  ctx.body = value instanceof Pieces ? streamOf(value) : value;
  if (value instanceof Pieces) ctx.set(value.fields); // after the body, which takes Content-Length away
}

const refuse = (answer) => async (ctx) => {
  await bodyRead(ctx.req);
  send(ctx, answer);
};

// Koa leaves the body to packages, and theirs replace what is no UTF-8.
const bodyOf = (ctx) => new Promise((done) => { readBody(ctx.req, MOST_BYTES, done); });

const router = new Router({ sensitive: true, strict: true });

function route(method, path, handler) {
  router.register(path, [method], handler);
  router.all(path, refuse(notAllowed[method]));
}

route('GET', '/plaintext', (ctx) => send(ctx, plaintext));
route('GET', '/json', (ctx) => send(ctx, json(ctx.query)));
route('GET', '/delay', async (ctx) => send(ctx, await delay(ctx.query)));
route('GET', '/down', async (ctx) => send(ctx, await down(ctx.query)));
route('GET', '/cpu/:kernel', (ctx) => send(ctx, cpu(ctx.params.kernel, ctx.query)));
route('GET', '/cpu_off/:kernel', async (ctx) => send(ctx, await cpuOff(ctx.params.kernel, ctx.query)));
route('GET', '/mixed/:kernel', (ctx) => send(ctx, mixed(ctx.params.kernel, ctx.query)));
route('GET', '/sse', (ctx) => send(ctx, sse(ctx.query)));
route('GET', '/stream', (ctx) => send(ctx, stream(ctx.query)));
route('GET', '/file/:name', async (ctx) => send(ctx, await file(ctx.params.name, ctx.headers.range)));
route('GET', '/__info', (ctx) => send(ctx, info()));
route('GET', '/__stats', async (ctx) => send(ctx, await stats()));
route('POST', '/echo', async (ctx) => send(ctx, echoOfBytes(await bodyOf(ctx))));
route('POST', '/upload', async (ctx) => send(ctx, await upload(ctx.req, ctx.res)));

app.use(router.routes());
app.use(refuse(notFound));

start(http.createServer(app.callback()));
