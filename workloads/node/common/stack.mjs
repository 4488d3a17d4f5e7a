// What every framework on a node:http server needs around its routes. It sees a request before the framework does and
// never touches an answer, but for the Connection header.

import { isOwnPath, jsonAnswer, originForm } from './contract.mjs';
import { refuseMalformed } from './malformed.mjs';
import { describe, makeStats } from './observe.mjs';
import { KEEP_ALIVE_MS, listen, readSettings } from './process.mjs';
import { endOnSignal } from './stop.mjs';

// `more` is what else describe() has to know about it.
export function makeStack(id, packages, more = {}) {
  const settings = readSettings();
  const counter = { requests: 0 };
  const stats = makeStats(counter);
  let ownServer;
  let stopping = false;

  function onRequest(req, res) {
    if (!isOwnPath(req.url)) counter.requests += 1;
    req.url = originForm(req.url);
    if (stopping) res.setHeader('Connection', 'close');
    // See node/http: no `Connection: keep-alive` and no `Keep-Alive` where staying open needs no header.
    else if (res.shouldKeepAlive && req.httpVersionMinor === 1) res.removeHeader('Connection');
  }

  return {
    info: () => jsonAnswer(describe(ownServer, { id, layer: 'framework', packages, ...more }, settings.backlog)),
    stats: async () => jsonAnswer(await stats()),
    // `server` is the framework's node:http server, with its routes.
    start(server) {
      ownServer = server;
      server.keepAliveTimeout = KEEP_ALIVE_MS;
      server.headersTimeout = KEEP_ALIVE_MS + 1000;
      server.requestTimeout = 300_000;
      for (const event of ['request', 'checkContinue']) {
        if (server.listenerCount(event) > 0) server.prependListener(event, onRequest);
      }
      // Only where somebody listens: otherwise node:http would stop to answer what asks for an upgrade.
      if (server.listenerCount('upgrade') > 0) server.prependListener('upgrade', () => { counter.requests += 1; });
      refuseMalformed(server);
      listen(server, settings);
      endOnSignal(server, () => { stopping = true; });
    },
  };
}
