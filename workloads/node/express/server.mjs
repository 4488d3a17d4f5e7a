import http from 'node:http';

import express from 'express';

import { bodyRead } from '../common/body.mjs';
import { cpu, mixed } from '../common/compute.mjs';
import { delay, json, JSON_TYPE, notAllowed, notFound, plaintext, refusal } from '../common/contract.mjs';
import { down } from '../common/down.mjs';
import { echo } from '../common/echo.mjs';
import { fitToContract, parseOrder, sendFile } from '../common/express.mjs';
import { cpuOff } from '../common/offload.mjs';
import { Pieces, pour } from '../common/pieces.mjs';
import { sse } from '../common/sse.mjs';
import { makeStack } from '../common/stack.mjs';
import { stream } from '../common/stream.mjs';
import { upload } from '../common/upload.mjs';

const { info, stats, start } = makeStack('node/express', ['express']);

const app = express();
fitToContract(app);

function send(res, { status, type, value, allow }) {
  res.status(status).set('Server', 'bench');
  if (status === 405) res.set('Allow', allow);
  if (type === JSON_TYPE) res.json(value);
  // It would add a charset to the type, here too.
  else if (value instanceof Pieces) pour(value, res.setHeader('Content-Type', type));
  else res.type('text/plain').send(value);
}

async function refuse(req, res, answer) {
  await bodyRead(req);
  send(res, answer);
}

const get = (path, handler) => app.route(path)
  .get(handler)
  .all((req, res) => refuse(req, res, notAllowed.GET));

get('/plaintext', (req, res) => send(res, plaintext));
get('/json', (req, res) => send(res, json(req.query)));
get('/delay', async (req, res) => send(res, await delay(req.query)));
get('/down', async (req, res) => send(res, await down(req.query)));
get('/cpu/:kernel', (req, res) => send(res, cpu(req.params.kernel, req.query)));
get('/cpu_off/:kernel', async (req, res) => send(res, await cpuOff(req.params.kernel, req.query)));
get('/mixed/:kernel', (req, res) => send(res, mixed(req.params.kernel, req.query)));
get('/sse', (req, res) => send(res, sse(req.query)));
get('/stream', (req, res) => send(res, stream(req.query)));
get('/file/:name', (req, res) => sendFile(req, res, send));
get('/__info', (req, res) => send(res, info()));
get('/__stats', async (req, res) => send(res, await stats()));
app.route('/echo')
  .post(parseOrder, (req, res) => send(res, echo(req.body)))
  .all((req, res) => refuse(req, res, notAllowed.POST));
app.route('/upload')
  .post(async (req, res) => send(res, await upload(req, res)))
  .all((req, res) => refuse(req, res, notAllowed.POST));

app.use((req, res) => refuse(req, res, notFound));
// Express knows an error handler by its four parameters.
app.use((error, req, res, next) => send(res, refusal(error.status)));

start(http.createServer(app));
