// GET /file/NAME: a file of DATA_DIR or a part of it, read for each request.

import { close, createReadStream, fstat, open } from 'node:fs';

import { answerLater, dueAnswer, notFound, TEXT } from './contract.mjs';
import { inPieces } from './pieces.mjs';

export const FOLDER = process.env.DATA_DIR;

// Nothing that could lead out of a folder.
const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/;
const RANGE = /^bytes=([0-9]{0,15})-([0-9]{0,15})$/;

export const isFileName = (name) => FOLDER !== undefined && NAME.test(name);

// null if it is no single range of bytes; without a length if there is no such part.
function spanOf(range, size) {
  const [, first, last] = RANGE.exec(range ?? '') ?? [];
  if (first === undefined || first + last === '') return null;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return { first: size - length, length };
  }
  const end = last === '' ? Infinity : Number(last) + 1;
  if (end <= Number(first)) return null;
  return { first: Number(first), length: Math.max(0, Math.min(end, size) - Number(first)) };
}

export const UNSATISFIABLE = 'Range Not Satisfiable';
const unsatisfiable = (size) => inPieces(TEXT, {
  'Content-Range': `bytes */${size}`, 'Content-Length': String(UNSATISFIABLE.length),
}, [UNSATISFIABLE], 416);

function partOf(fd, size, range) {
  const span = spanOf(range, size);
  if (span?.length === 0) {
    close(fd);
    return unsatisfiable(size);
  }
  const { first, length } = span ?? { first: 0, length: size };
  const last = first + length - 1; // of an empty file it is none
  const fields = { 'Accept-Ranges': 'bytes', 'Content-Length': String(length) };
  if (span !== null) fields['Content-Range'] = `bytes ${first}-${last}/${size}`;
  const source = createReadStream('', { fd, start: first, end: Math.max(0, last) });
  return inPieces('application/octet-stream', fields, source, span === null ? 200 : 206);
}

// For servers without a framework. `range` is the header's value.
export function fileOfText(name, range) {
  if (!isFileName(name)) return notFound;
  return answerLater((done) => open(`${FOLDER}/${name}`, (missing, fd) => {
    if (missing) return done(notFound);
    fstat(fd, (error, stats) => {
      if (!error && stats.isFile()) return done(partOf(fd, stats.size, range));
      close(fd);
      done(notFound);
    });
  }));
}

export const file = async (name, range) => dueAnswer(fileOfText(name, range));
