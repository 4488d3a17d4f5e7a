import Fastify from 'fastify';

import { bodyRead } from '../common/body.mjs';
import { cpu, mixed } from '../common/compute.mjs';
import { badRequest, delay, json, JSON_TYPE, notAllowed, notFound, plaintext, refusal } from '../common/contract.mjs';
import { down } from '../common/down.mjs';
import { accepted, echoSchema, MOST_BYTES, parseJson, rejectedBySchema } from '../common/echo.mjs';
import { file } from '../common/file.mjs';
import { cpuOff } from '../common/offload.mjs';
import { Pieces, streamOf } from '../common/pieces.mjs';
import { sse } from '../common/sse.mjs';
import { makeStack } from '../common/stack.mjs';
import { stream } from '../common/stream.mjs';
import { upload } from '../common/upload.mjs';

const { info, stats, start } = makeStack('node/fastify', ['fastify']);

const app = Fastify({
  logger: false,
  bodyLimit: MOST_BYTES,
  exposeHeadRoutes: false,
  frameworkErrors: (error, request, reply) => send(reply, notFound), // a path that cannot be decoded
  // As the contract says it: nothing is converted, nothing is left out in silence.
  ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
});

function send(reply, { status, type, value, allow }) {
  reply.code(status).header('Server', 'bench').header('Content-Type', type);
  if (status === 405) reply.header('Allow', allow);
  // The default, but said: where nobody says it, Fastify adds a charset.
  if (type === JSON_TYPE) reply.serializer(JSON.stringify);
  return value instanceof Pieces ? reply.headers(value.fields).send(streamOf(value)) : reply.send(value);
}

// Before a body is parsed, whatever it is.
const refuse = (answer) => async (request, reply) => {
  await bodyRead(request.raw);
  return send(reply, answer);
};

function route(method, url, handler, options = {}, scope = app) {
  const others = app.supportedMethods.filter((each) => each !== method);
  scope.route({ method, url, handler, ...options });
  app.route({ method: others, url, handler, onRequest: refuse(notAllowed[method]) });
}

app.removeAllContentTypeParsers();
// Fastify's own replaces what is no UTF-8, and closes the connection when it is no JSON.
app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes, done) => done(null, parseJson(bytes)));

route('GET', '/plaintext', (request, reply) => send(reply, plaintext));
route('GET', '/json', (request, reply) => send(reply, json(request.query)));
route('GET', '/delay', async (request, reply) => send(reply, await delay(request.query)));
route('GET', '/down', async (request, reply) => send(reply, await down(request.query)));
route('GET', '/cpu/:kernel', (request, reply) => send(reply, cpu(request.params.kernel, request.query)));
route('GET', '/cpu_off/:kernel', async ({ params, query }, reply) => send(reply, await cpuOff(params.kernel, query)));
route('GET', '/mixed/:kernel', ({ params, query }, reply) => send(reply, mixed(params.kernel, query)));
route('GET', '/sse', (request, reply) => send(reply, sse(request.query)));
route('GET', '/stream', (request, reply) => send(reply, stream(request.query)));
route('GET', '/file/:name', async ({ params, headers }, reply) => send(reply, await file(params.name, headers.range)));
route('GET', '/__info', (request, reply) => send(reply, info()));
route('GET', '/__stats', async (request, reply) => send(reply, await stats()));
route('POST', '/echo', (request, reply) => send(reply, accepted(request.body)), { schema: { body: echoSchema } });
app.register(async (streaming) => {
  streaming.removeAllContentTypeParsers();
  streaming.addContentTypeParser('*', (request, payload, done) => done(null)); // left to the handler
  route('POST', '/upload', async ({ raw }, reply) => send(reply, await upload(raw, reply.raw)), {}, streaming);
});

app.setNotFoundHandler({ preValidation: refuse(notFound) }, refuse(notFound));
app.setErrorHandler((error, request, reply) => {
  if (!error.validation) return send(reply, refusal(error.statusCode));
  return send(reply, request.body === undefined ? badRequest : rejectedBySchema(error.validation[0]));
});

await app.ready();
start(app.server);
