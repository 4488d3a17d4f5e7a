import process from 'node:process';

import { HOST, onStop, readSettings, sayReady } from '../../node/common/process.mjs';
import { identity } from '../common/identity.mjs';
import { makeHandler, refuse } from '../common/site.mjs';

const NEVER_CLOSED = 2_147_483_647; // it has no setting for that, and idle connections stay

const { port, backlog } = readSettings();

const handler = makeHandler(() => ({
  ...identity('other/deno', 'deno', Deno.version.deno),
  implementation: `V8 ${Deno.version.v8.split('.').slice(0, 2).join('.')}`,
  loop: 'tokio',
  http_parser: 'hyper',
  keep_alive_s: NEVER_CLOSED,
  backlog,
}));

const server = Deno.serve({
  hostname: HOST,
  port,
  tcpBacklog: backlog,
  onError: refuse,
  onListen: () => sayReady([process.pid], port),
}, handler);

onStop(async () => {
  await server.shutdown();
  process.exit(0);
});
