// POST /echo: an order that is parsed, checked and sent back.

import { isUtf8 } from 'node:buffer';

import { badRequest, jsonAnswer, tooLarge } from './contract.mjs';

export const MOST_BYTES = 65_536;

const BYTE_ORDER_MARK = 0xef; // its first byte; JSON.parse() would refuse it, some parsers skip it

export const isJsonText = (bytes) => isUtf8(bytes) && bytes.length > 0 && bytes[0] !== BYTE_ORDER_MARK;

// undefined if the bytes are no JSON in UTF-8.
export function parseJson(bytes) {
  if (!isJsonText(bytes)) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
  } catch {
    return undefined;
  }
}

// In code points, of which one is one or two units of a JavaScript string.
const isText = (value, least, most) => typeof value === 'string' && value.length >= least &&
  (value.length <= most || (value.length <= 2 * most && [...value].length <= most));
const isCount = (value, most) => Number.isInteger(value) && value >= 0 && value <= most;

const escaped = (key) => key.replaceAll('~', '~0').replaceAll('/', '~1');

// The pointer (RFC 6901) of each member's failure, or null.
const failures = {
  id: (value) => (isCount(value, 2_147_483_647) ? null : '/id'),
  name: (value) => (isText(value, 1, 64) ? null : '/name'),
  tags: (value) => {
    if (!Array.isArray(value) || value.length > 8) return '/tags';
    const bad = value.findIndex((tag) => !isText(tag, 0, 16));
    return bad < 0 ? null : `/tags/${bad}`;
  },
  cents: (value) => (isCount(value, Number.MAX_SAFE_INTEGER) ? null : '/cents'),
};
const MEMBERS = Object.keys(failures);

function failureOf(order) {
  if (typeof order !== 'object' || order === null || Array.isArray(order)) return '';
  for (const key of Object.keys(order)) if (!Object.hasOwn(failures, key)) return `/${escaped(key)}`;
  for (const key of MEMBERS) {
    const failure = Object.hasOwn(order, key) ? failures[key](order[key]) : `/${key}`;
    if (failure !== null) return failure;
  }
  return null;
}

export const accepted = ({ id, name, tags, cents }) => jsonAnswer({ ok: true, id, name, tags, cents, n: tags.length });
const rejected = (path) => jsonAnswer({ ok: false, path }, 422);

// For what has been parsed; JSON never is undefined.
export function echo(order) {
  if (order === undefined) return badRequest;
  const failure = failureOf(order);
  return failure === null ? accepted(order) : rejected(failure);
}

// For the bytes of a body, null if there were too many.
export const echoOfBytes = (bytes) => (bytes === null ? tooLarge : echo(parseJson(bytes)));

// The same rules for a validator of JSON Schema, and the answer to what it (Ajv) finds.
export const echoSchema = {
  type: 'object',
  additionalProperties: false,
  required: MEMBERS,
  properties: {
    id: { type: 'integer', minimum: 0, maximum: 2_147_483_647 },
    name: { type: 'string', minLength: 1, maxLength: 64 },
    tags: { type: 'array', maxItems: 8, items: { type: 'string', maxLength: 16 } },
    cents: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  },
};

export function rejectedBySchema({ instancePath, params }) {
  const key = params.missingProperty ?? params.additionalProperty;
  return rejected(key === undefined ? instancePath : `${instancePath}/${escaped(key)}`);
}
