// K13: n inserts, updates and deletes of string keys. The keys are made inside the timed work, as a server makes them
// from a request: a string that has been a key before would bring its hash along.

import { lcg } from './lcg.mjs';

export const sizes = { from: 1, to: 20_000_000 };

export function prepare(n) {
  const next = lcg(3);
  return Uint32Array.from({ length: n }, () => next());
}

export function run(draws) {
  const keys = Math.floor(draws.length / 4) + 1;
  const map = new Map();
  let deleted = 0;
  for (const draw of draws) {
    const key = 'k' + (draw >>> 12) % keys;
    if ((draw & 3) === 3) {
      const value = map.get(key);
      if (value === undefined) continue;
      map.delete(key);
      deleted = (deleted ^ value) >>> 0;
    } else {
      map.set(key, ((map.get(key) ?? 0) + draw) >>> 0);
    }
  }
  return { entries: map, size: map.size, deleted };
}

export function runPlainObject(draws) {
  const keys = Math.floor(draws.length / 4) + 1;
  const map = Object.create(null);
  let deleted = 0;
  for (const draw of draws) {
    const key = 'k' + (draw >>> 12) % keys;
    if ((draw & 3) === 3) {
      const value = map[key];
      if (value === undefined) continue;
      delete map[key];
      deleted = (deleted ^ value) >>> 0;
    } else {
      map[key] = ((map[key] ?? 0) + draw) >>> 0;
    }
  }
  const entries = Object.entries(map);
  return { entries, size: entries.length, deleted };
}

export function line({ entries, size, deleted }) {
  let total = 0;
  for (const [key, value] of entries) total = (total + value * key.length) % 2 ** 32;
  return `${size} ${deleted} ${total}`;
}

export const flavours = {
  same: { tag: 'pure_script', prepare, run, line },
  plain_object: { tag: 'pure_script', prepare, run: runPlainObject, line },
};
