import Fastify from 'fastify';

import { cpu, mixed } from '../common/compute.mjs';
import { delay, json, JSON_TYPE, plaintext } from '../common/contract.mjs';
import { down } from '../common/down.mjs';
import { accepted, echoSchema } from '../common/echo.mjs';
import { fitToContract, leaveBodies, settings } from '../common/fastify.mjs';
import { file } from '../common/file.mjs';
import { cpuOff } from '../common/offload.mjs';
import { Pieces, streamOf } from '../common/pieces.mjs';
import { sse } from '../common/sse.mjs';
import { makeStack } from '../common/stack.mjs';
import { stream } from '../common/stream.mjs';
import { upload } from '../common/upload.mjs';

const { info, stats, start } = makeStack('node/fastify', ['fastify']);

function send(reply, { status, type, value, allow }) {
  reply.code(status).header('Server', 'bench').header('Content-Type', type);
  if (status === 405) reply.header('Allow', allow);
  // The default, but said: where nobody says it, Fastify adds a charset.
  if (type === JSON_TYPE) reply.serializer(JSON.stringify);
  return value instanceof Pieces ? reply.headers(value.fields).send(streamOf(value)) : reply.send(value);
}

const app = Fastify(settings(send));
fitToContract(app, send);

app.get('/plaintext', (request, reply) => send(reply, plaintext));
app.get('/json', (request, reply) => send(reply, json(request.query)));
app.get('/delay', async (request, reply) => send(reply, await delay(request.query)));
app.get('/down', async (request, reply) => send(reply, await down(request.query)));
app.get('/cpu/:kernel', (request, reply) => send(reply, cpu(request.params.kernel, request.query)));
app.get('/cpu_off/:kernel', async ({ params, query }, reply) => send(reply, await cpuOff(params.kernel, query)));
app.get('/mixed/:kernel', ({ params, query }, reply) => send(reply, mixed(params.kernel, query)));
app.get('/sse', (request, reply) => send(reply, sse(request.query)));
app.get('/stream', (request, reply) => send(reply, stream(request.query)));
app.get('/file/:name', async ({ params, headers }, reply) => send(reply, await file(params.name, headers.range)));
app.get('/__info', (request, reply) => send(reply, info()));
app.get('/__stats', async (request, reply) => send(reply, await stats()));
app.post('/echo', { schema: { body: echoSchema } }, (request, reply) => send(reply, accepted(request.body)));
app.register(async (streaming) => {
  leaveBodies(streaming);
  streaming.post('/upload', async ({ raw }, reply) => send(reply, await upload(raw, reply.raw)));
});

await app.ready();
start(app.server);
