// Where the tokens of a file are, for whoever plants a mistake in it. Positions count bytes.

import { readFileSync } from 'node:fs';

import { parsed } from './syntax.mjs';

const INDENT = 2;

function kindOf(source, { type: { label }, start, end }) {
  const text = source.slice(start, end);
  if ('()[]{}'.includes(text) || label === '${') return 'bracket';
  if (text === ',') return 'comma';
  return label === 'string' ? 'quote' : 'other';
}

export function tokensOf(file) {
  const source = readFileSync(file, 'utf8');
  const bytes = (to) => Buffer.byteLength(source.slice(0, to));
  return {
    indent: INDENT,
    // Between two interpolations acorn sees a piece of template, even where there is nothing.
    tokens: parsed(source).tokens.filter(({ start, end }) => end > start).map((token) => ({
      begin: bytes(token.start), end: bytes(token.end), kind: kindOf(source, token),
    })),
  };
}
