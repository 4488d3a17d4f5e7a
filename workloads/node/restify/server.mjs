import restify from 'restify';

import { bodyRead, readBody } from '../common/body.mjs';
import { cpu, mixed } from '../common/compute.mjs';
import { delay, json, notAllowed, notFound, plaintext, TEXT } from '../common/contract.mjs';
import { down } from '../common/down.mjs';
import { echoOfBytes, MOST_BYTES } from '../common/echo.mjs';
import { file } from '../common/file.mjs';
import { cpuOff } from '../common/offload.mjs';
import { Pieces, pour } from '../common/pieces.mjs';
import { sse } from '../common/sse.mjs';
import { makeStack } from '../common/stack.mjs';
import { stream } from '../common/stream.mjs';
import { upload } from '../common/upload.mjs';

const { info, stats, start } = makeStack('node/restify', ['restify']);

const server = restify.createServer({ name: 'bench' });
// It takes upgrades and hands them to listeners that nobody has: the client would wait for ever.
server.server.removeAllListeners('upgrade');
server.use(restify.plugins.queryParser({ mapParams: false }));

function send(res, { status, type, value, allow }) {
  if (status === 405) res.header('Allow', allow);
  if (value instanceof Pieces) {
    res.status(status);
    res.setHeader('Content-Type', type);
    res.setHeader('Server', 'bench');
    return pour(value, res);
  }
  if (type === TEXT) res.charSet('utf-8');
  res.send(status, value, { 'Content-Type': type });
}

const refuse = (answer) => async (req, res) => {
  await bodyRead(req);
  send(res, answer);
};

// Its own parser replaces what is no UTF-8.
const bodyOf = (req) => new Promise((done) => { readBody(req, MOST_BYTES, done); });

const METHODS = ['get', 'post', 'put', 'del', 'patch', 'head', 'opts'];

function route(method, path, handler) {
  server[method](path, handler);
  const answer = notAllowed[method.toUpperCase()];
  for (const other of METHODS) if (other !== method) server[other](path, refuse(answer));
}

route('get', '/plaintext', async (req, res) => send(res, plaintext));
route('get', '/json', async (req, res) => send(res, json(req.query)));
route('get', '/delay', async (req, res) => send(res, await delay(req.query)));
route('get', '/down', async (req, res) => send(res, await down(req.query)));
route('get', '/cpu/:kernel', async (req, res) => send(res, cpu(req.params.kernel, req.query)));
route('get', '/cpu_off/:kernel', async (req, res) => send(res, await cpuOff(req.params.kernel, req.query)));
route('get', '/mixed/:kernel', async (req, res) => send(res, mixed(req.params.kernel, req.query)));
route('get', '/sse', async (req, res) => send(res, sse(req.query)));
route('get', '/stream', async (req, res) => send(res, stream(req.query)));
route('get', '/file/:name', async (req, res) => send(res, await file(req.params.name, req.headers.range)));
route('get', '/__info', async (req, res) => send(res, info()));
route('get', '/__stats', async (req, res) => send(res, await stats()));
route('post', '/echo', async (req, res) => send(res, echoOfBytes(await bodyOf(req))));
route('post', '/upload', async (req, res) => send(res, await upload(req, res)));

server.on('NotFound', (req, res, error, done) => { refuse(notFound)(req, res).then(done); });

start(server.server);
