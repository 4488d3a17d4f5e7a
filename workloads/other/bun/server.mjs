import { HOST, KEEP_ALIVE_MS, onStop, readSettings, sayReady } from '../../node/common/process.mjs';
import { identity } from '../common/identity.mjs';
import { makeHandler, refuse } from '../common/site.mjs';

const { port } = readSettings();
const settings = { hostname: HOST, port, idleTimeout: KEEP_ALIVE_MS / 1000, development: false };

const server = Bun.serve({
  ...settings,
  error: refuse,
  fetch: makeHandler(() => ({
    ...identity('other/bun', 'bun', process.versions.bun),
    implementation: `JavaScriptCore ${process.versions.webkit.slice(0, 8)}`,
    loop: 'usockets' in process.versions ? 'usockets' : 'unknown',
    http_parser: 'uwebsockets' in process.versions ? 'uwebsockets' : 'unknown',
    keep_alive_s: settings.idleTimeout,
  })),
});

sayReady([process.pid], server.port);
onStop(async () => {
  await server.stop();
  process.exit(0);
});
