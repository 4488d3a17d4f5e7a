// GET /sse: events at fixed times.

import { badRequest, numbersIn, numbersOf } from './contract.mjs';
import { inPieces, spaced } from './pieces.mjs';

const LIMITS = { n: { digits: 7, max: 1_000_000 }, hz: { digits: 4, max: 1000 } };

const event = (i, now) => `id: ${i}\ndata: {"i":${i},"t":${now}}\n\n`;

function answerTo(params) {
  if (params === null || params.n === 0 || params.hz === 0) return badRequest;
  const { n, hz } = params;
  return inPieces('text/event-stream', { 'Cache-Control': 'no-cache' }, spaced(n, (i) => (i * 1e9) / hz, event));
}

// For frameworks, whose query is an object; and for servers without one.
export const sse = (query) => answerTo(numbersOf(query, LIMITS));
export const sseOfText = (query) => answerTo(numbersIn(query, LIMITS));
