// K10: a long string out of n short ones, as bytes. The bytes belong to the timed work: until somebody reads a string
// that was built with +=, V8 keeps a rope of its pieces and has joined nothing.

import { fnv1a } from './fnv.mjs';

export const sizes = { from: 1, to: 20_000_000 };

export const prepare = (n) => n;

export function run(n) {
  let text = '';
  for (let i = 0; i < n; i++) text += 'item-' + i + ';';
  return Buffer.from(text);
}

export const runIdiom = (n) => Buffer.from(Array.from({ length: n }, (_, i) => `item-${i};`).join(''));

export const line = (bytes) => `${bytes.length} ${fnv1a(bytes)}`;

export const flavours = {
  same: { tag: 'pure_script', prepare, run, line },
  idiom: { tag: 'pure_script', prepare, run: runIdiom, line },
};
