import http from 'node:http';

import Hapi from '@hapi/hapi';

import { bodyRead, readBody } from '../common/body.mjs';
import { cpu, mixed } from '../common/compute.mjs';
import { delay, json, notAllowed, notFound, plaintext, refusal } from '../common/contract.mjs';
import { down } from '../common/down.mjs';
import { echoOfBytes, MOST_BYTES } from '../common/echo.mjs';
import { file } from '../common/file.mjs';
import { cpuOff } from '../common/offload.mjs';
import { Pieces, streamOf } from '../common/pieces.mjs';
import { sse } from '../common/sse.mjs';
import { makeStack } from '../common/stack.mjs';
import { stream } from '../common/stream.mjs';
import { upload } from '../common/upload.mjs';

const { info, stats, start } = makeStack('node/hapi', ['@hapi/hapi']);

const listener = http.createServer();
const server = Hapi.server({
  listener,
  autoListen: false,
  debug: false,
  compression: false, // and with it `Vary`
  operations: { cleanStop: false },
  routes: {
    cache: false, // and with it `Cache-Control`
    response: { ranges: false }, // and with it `Accept-Ranges`
    state: { parse: false },
  },
});

function send(h, { status, type, value, allow }) {
  const body = value instanceof Pieces ? streamOf(value) : value;
  const response = h.response(body).code(status).type(type).charset('').header('Server', 'bench');
  if (value instanceof Pieces) for (const [name, text] of Object.entries(value.fields)) response.header(name, text);
  return status === 405 ? response.header('Allow', allow) : response;
}

const refuse = (answer) => async (request, h) => {
  await bodyRead(request.raw.req);
  return send(h, answer);
};

// hapi's own readers drop the connection when a body is too long, and replace what is no UTF-8.
const payload = { parse: false, output: 'stream', maxBytes: Number.MAX_SAFE_INTEGER };
const bodyOf = (request) => new Promise((done) => { readBody(request.payload, MOST_BYTES, done); });

function route(method, path, handler) {
  server.route({ method, path, handler, options: method === 'GET' ? {} : { payload } });
  server.route({ method: '*', path, handler: refuse(notAllowed[method]), options: { payload } });
}

route('GET', '/plaintext', (request, h) => send(h, plaintext));
route('GET', '/json', (request, h) => send(h, json(request.query)));
route('GET', '/delay', async (request, h) => send(h, await delay(request.query)));
route('GET', '/down', async (request, h) => send(h, await down(request.query)));
route('GET', '/cpu/{kernel}', (request, h) => send(h, cpu(request.params.kernel, request.query)));
route('GET', '/cpu_off/{kernel}', async ({ params, query }, h) => send(h, await cpuOff(params.kernel, query)));
route('GET', '/mixed/{kernel}', ({ params, query }, h) => send(h, mixed(params.kernel, query)));
route('GET', '/sse', (request, h) => send(h, sse(request.query)));
route('GET', '/stream', (request, h) => send(h, stream(request.query)));
route('GET', '/file/{name}', async ({ params, headers }, h) => send(h, await file(params.name, headers.range)));
route('GET', '/__info', (request, h) => send(h, info()));
route('GET', '/__stats', async (request, h) => send(h, await stats()));
route('POST', '/echo', async (request, h) => send(h, echoOfBytes(await bodyOf(request))));
route('POST', '/upload', async ({ raw }, h) => send(h, await upload(raw.req, raw.res)));

server.route({ method: '*', path: '/{any*}', handler: refuse(notFound), options: { payload } });
// What hapi refuses itself.
server.ext('onPreResponse', ({ response }, h) => (
  response.isBoom ? send(h, refusal(response.output.statusCode)) : h.continue
));

await server.start();
start(listener);
