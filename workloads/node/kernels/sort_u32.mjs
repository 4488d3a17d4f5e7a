// K9: n numbers below 2³² in ascending order. Sorted into a copy: a second run must not find sorted input. By slice() and
// sort(), which are toSorted(), because Node.js 18 has none.

import { fnv1a } from './fnv.mjs';
import { lcg } from './lcg.mjs';

export const sizes = { from: 1, to: 20_000_000 };

export function prepare(n) {
  const next = lcg(99);
  return Array.from({ length: n }, () => next());
}

// Without a comparator JavaScript would compare the numbers as strings.
export const run = (numbers) => numbers.slice().sort((a, b) => a - b);

export const prepareIdiom = (n) => Uint32Array.from(prepare(n));

export const runIdiom = (numbers) => numbers.slice().sort();

export const prepareObjects = (n) => prepare(n).map((key, index) => ({ key, index }));

export const runObjects = (records) => records.slice().sort((a, b) => a.key - b.key);

export function line(sorted) {
  const step = Math.max(1, Math.floor(sorted.length / 1000));
  const sample = sorted.filter((_, index) => index % step === 0);
  const bytes = Buffer.alloc(4 * sample.length);
  sample.forEach((number, index) => bytes.writeUInt32LE(number, 4 * index));
  return `${sorted[0]} ${sorted[sorted.length - 1]} ${fnv1a(bytes)}`;
}

const lineOfObjects = (sorted) => line(sorted.map((record) => record.key));

export const flavours = {
  same: { tag: 'pure_script', prepare, run, line },
  idiom: { tag: 'native_ext', prepare: prepareIdiom, run: runIdiom, line },
  objects: { tag: 'pure_script', prepare: prepareObjects, run: runObjects, line: lineOfObjects },
};
