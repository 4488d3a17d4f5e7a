import { FastifyAdapter } from '@nestjs/platform-fastify';

import { notFound, TEXT } from '../common/contract.mjs';
import { MOST_BYTES, parseJson } from '../common/echo.mjs';
import { makeNest } from '../common/nest.mjs';
import { makeStack } from '../common/stack.mjs';
import { isUpload } from '../common/upload.mjs';

const OCTETS = 'application/octet-stream';

const { info, stats, start } = makeStack('node/nest-fastify', [
  '@nestjs/common', '@nestjs/core', '@nestjs/platform-fastify', 'reflect-metadata',
]);

const adapter = new FastifyAdapter({
  logger: false,
  bodyLimit: MOST_BYTES,
  exposeHeadRoutes: false,
  // A path that cannot be decoded.
  frameworkErrors: (error, request, reply) => reply.code(404).type(TEXT).header('Server', 'bench').send(notFound.value),
});
const app = await makeNest(adapter, { info, stats });

// Fastify's own parser replaces what is no UTF-8, and closes the connection when it is no JSON.
adapter.getInstance().removeAllContentTypeParsers();
app.useBodyParser('*', {}, (request, bytes, done) => done(null, parseJson(bytes)));
// What is uploaded is left to the handler, whatever its type is said to be.
adapter.getInstance().addContentTypeParser(OCTETS, (request, payload, done) => done(null));

// The default serializer, but said: where nobody says it, Fastify adds a charset.
const toText = (value) => (typeof value === 'string' ? value : JSON.stringify(value));
adapter.getInstance().addHook('onRequest', (request, reply, done) => {
  reply.serializer(toText);
  if (isUpload(request.raw)) request.raw.headers['content-type'] = OCTETS;
  done();
});

await app.init();
await adapter.getInstance().ready();
start(app.getHttpServer());
