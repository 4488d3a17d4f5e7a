// Bodies that are sent in pieces, each at its time: what such an answer is, and when the next piece may be made.

import { pipeline, Readable } from 'node:stream';

import { answerOf } from './contract.mjs';

// Of what is sent instead of a value: the headers it has beside its type, and what gives the pieces, an async iterable.
export class Pieces {
  constructor(fields, source) {
    this.fields = fields;
    this.source = source;
  }
}

export const inPieces = (type, fields, source, status = 200) => (
  answerOf(status, type, new Pieces(fields, source), null, ''));

export const nanoseconds = () => Number(process.hrtime.bigint());

// libuv's clock counts whole milliseconds, so a timer can fire early; and one of a millisecond for each piece that is
// late already would never catch up.
const waitUntil = (due) => new Promise((done) => {
  const check = () => {
    const left = due - nanoseconds();
    if (left > 0) setTimeout(check, Math.ceil(left / 1e6));
    else done();
  };
  check();
});

// Makes each when it is due, however late the one before was. dueAfter: ns since the first, by the number of a piece.
export async function* spaced(count, dueAfter, make) {
  const began = nanoseconds();
  yield make(0, began);
  for (let i = 1; i < count; i++) {
    const due = began + dueAfter(i);
    let now = nanoseconds();
    if (now < due) {
      await waitUntil(due);
      now = nanoseconds();
    }
    yield make(i, now);
  }
}

// For frameworks that want a stream. Not all take one in object mode.
export const streamOf = ({ source }) => (
  source instanceof Readable ? source : Readable.from(source, { objectMode: false }));

// Into a response, no faster than the client takes them. A client that leaves ends them. Resolves when it is over.
export function pour({ fields, source }, res) {
  if (res.destroyed) { // has left before there was anything, for which pipeline() would throw
    source.destroy?.();
    return Promise.resolve();
  }
  for (const [name, value] of Object.entries(fields)) res.setHeader(name, value);
  return new Promise((over) => { pipeline(source, res, () => over()); });
}
