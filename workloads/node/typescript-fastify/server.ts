import Fastify, { type FastifyReply } from 'fastify';

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

interface Answer { status: number; type: string; value: unknown; allow: string }
interface Asked { Querystring: Record<string, string | string[]> }
interface Computed extends Asked { Params: { kernel: string } }
interface Named { Params: { name: string } }
interface Ordered { Body: { id: number; name: string; tags: string[]; cents: number } }

const { info, stats, start } = makeStack('node/typescript-fastify', ['fastify']);

function send(reply: FastifyReply, { status, type, value, allow }: Answer): FastifyReply {
  reply.code(status).header('Server', 'bench').header('Content-Type', type);
  if (status === 405) reply.header('Allow', allow);
  // The default, but said: where nobody says it, Fastify adds a charset.
  if (type === JSON_TYPE) reply.serializer(JSON.stringify);
  return value instanceof Pieces ? reply.headers(value.fields).send(streamOf(value)) : reply.send(value);
}

const app = Fastify(settings(send));
fitToContract(app, send);

app.get('/plaintext', (request, reply) => send(reply, plaintext));
app.get<Asked>('/json', (request, reply) => send(reply, json(request.query)));
app.get<Asked>('/delay', async (request, reply) => send(reply, await delay(request.query)));
app.get<Asked>('/down', async (request, reply) => send(reply, await down(request.query)));
app.get<Computed>('/cpu/:kernel', ({ params, query }, reply) => send(reply, cpu(params.kernel, query)));
app.get<Computed>('/cpu_off/:kernel', async ({ params, query }, reply) => (
  send(reply, await cpuOff(params.kernel, query))
));
app.get<Computed>('/mixed/:kernel', ({ params, query }, reply) => send(reply, mixed(params.kernel, query)));
app.get<Asked>('/sse', (request, reply) => send(reply, sse(request.query)));
app.get<Asked>('/stream', (request, reply) => send(reply, stream(request.query)));
app.get<Named>('/file/:name', async ({ params, headers }, reply) => (
  send(reply, await file(params.name, headers.range))
));
app.get('/__info', (request, reply) => send(reply, info()));
app.get('/__stats', async (request, reply) => send(reply, await stats()));
app.post<Ordered>('/echo', { schema: { body: echoSchema } }, (request, reply) => send(reply, accepted(request.body)));
app.register(async (streaming) => {
  leaveBodies(streaming);
  streaming.post('/upload', async ({ raw }, reply) => send(reply, await upload(raw, reply.raw)));
});

await app.ready();
start(app.server);
