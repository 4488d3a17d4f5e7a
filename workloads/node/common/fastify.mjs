// What Fastify does differently from the contract, and its own ways to say so.

import { bodyRead } from './body.mjs';
import { badRequest, notAllowed, notFound, refusal } from './contract.mjs';
import { MOST_BYTES, parseJson, rejectedBySchema } from './echo.mjs';

// `send` is a function of a reply and an answer.
export const settings = (send) => ({
  logger: false,
  bodyLimit: MOST_BYTES,
  exposeHeadRoutes: false,
  frameworkErrors: (error, request, reply) => send(reply, notFound), // a path that cannot be decoded
  // As the contract says it: nothing is converted, nothing is left out in silence.
  ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
});

// Before a body is parsed, whatever it is.
const refuseBy = (send, answer) => async (request, reply) => {
  await bodyRead(request.raw);
  return send(reply, answer);
};

// Before it has routes: each is then refused for all methods but its own.
export function fitToContract(app, send) {
  app.removeAllContentTypeParsers();
  // Fastify's own replaces what is no UTF-8, and closes the connection when it is no JSON.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes, done) => done(null, parseJson(bytes)));
  app.addHook('onRoute', ({ method, url, handler, config }) => {
    if (config?.refuses) return;
    const others = app.supportedMethods.filter((each) => each !== method);
    const onRequest = refuseBy(send, notAllowed[method]);
    app.route({ method: others, url, handler, onRequest, config: { refuses: true } });
  });
  app.setNotFoundHandler({ preValidation: refuseBy(send, notFound) }, refuseBy(send, notFound));
  app.setErrorHandler((error, request, reply) => {
    if (!error.validation) return send(reply, refusal(error.statusCode));
    return send(reply, request.body === undefined ? badRequest : rejectedBySchema(error.validation[0]));
  });
}

// For routes whose handlers read the body themselves, as it comes.
export function leaveBodies(app) {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (request, payload, done) => done(null));
}
