// GET /stream: chunks of one byte each, apart or as fast as the client takes them.

import { badRequest, numbersIn, numbersOf } from './contract.mjs';
import { inPieces, spaced } from './pieces.mjs';

const LIMITS = {
  c: { digits: 7, max: 1_000_000 },
  b: { digits: 7, max: 1_048_576 },
  us: { digits: 7, max: 1_000_000 },
};

function answerTo(params) {
  if (params === null || params.c === 0 || params.b === 0) return badRequest;
  const { c, b, us } = params;
  return inPieces('application/octet-stream', {}, spaced(c, (i) => i * us * 1000, (i) => Buffer.alloc(b, i % 256)));
}

// For frameworks, whose query is an object; and for servers without one.
export const stream = (query) => answerTo(numbersOf(query, LIMITS));
export const streamOfText = (query) => answerTo(numbersIn(query, LIMITS));
