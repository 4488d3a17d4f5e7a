// GET /down: what another server says, asked over connections that are kept.

import { createHash } from 'node:crypto';
import http from 'node:http';

import {
  answerLater, badGateway, badRequest, dueAnswer, gatewayTimeout, jsonAnswer, notFound, numbersIn, numbersOf,
} from './contract.mjs';
import { HOST } from './process.mjs';

const LIMITS = { ms: { digits: 5, max: 20_000 }, b: { digits: 7, max: 1_048_576 } };
const MOST_CONNECTIONS = 256;
const PATIENCE_MS = 10_000;

const port = process.env.DOWN_PORT;
const path = process.env.DOWN_PATH || '/blob';
const agent = new http.Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS });

function ask({ ms, b }, done) {
  let patience = null;
  const request = http.get({ host: HOST, port, path: `${path}?ms=${ms}&b=${b}`, agent });
  // The first answer counts: destroying the request makes an error of it, too.
  const answer = (what) => {
    if (patience === null) return;
    clearTimeout(patience);
    patience = null;
    done(what);
  };
  patience = setTimeout(() => {
    answer(gatewayTimeout);
    request.destroy();
  }, PATIENCE_MS);
  request.once('response', (response) => {
    const hash = createHash('sha256');
    let len = 0;
    response.on('data', (chunk) => {
      len += chunk.length;
      hash.update(chunk);
    });
    response.once('end', () => (
      answer(response.statusCode === 200 ? jsonAnswer({ ms, len, sha: hash.digest('hex') }) : badGateway)));
    response.once('error', () => answer(badGateway));
  });
  request.on('error', () => answer(badGateway));
}

function answerTo(params) {
  if (port === undefined) return notFound;
  return params === null ? badRequest : answerLater((done) => ask(params, done));
}

// For frameworks: `query` is an object.
export const down = async (query) => dueAnswer(answerTo(numbersOf(query, LIMITS)));

// For servers without one: `query` is text, and it is their business to wait for `later`.
export const downOfText = (query) => answerTo(numbersIn(query, LIMITS));
