// K6: n records to JSON, then twice from JSON and to JSON again.

import { fnv1a } from './fnv.mjs';
import { lcg } from './lcg.mjs';

const ROUND_TRIPS = 2;

export const sizes = { from: 1, to: 100_000 };

export function prepare(n) {
  const next = lcg(42);
  const records = [];
  for (let id = 0; id < n; id++) {
    const a = next();
    const b = next();
    const c = next();
    records.push({
      id,
      name: `user-${a % 100000}`,
      email: `u${b % 100000}@example.test`,
      active: (c & 0x10000) !== 0,
      score: (a >>> 8) % 1000 + 0.5,
      tags: [`t${b % 97}`, 'café', `t${c % 89}`],
      geo: { lat: (b >>> 9) % 180 - 90 + 0.25, lon: (c >>> 9) % 360 - 180 + 0.75 },
      note: null,
    });
  }
  return records;
}

export function run(records) {
  let text = JSON.stringify(records);
  for (let i = 0; i < ROUND_TRIPS; i++) text = JSON.stringify(JSON.parse(text));
  return text;
}

export function line(text) {
  const bytes = Buffer.from(text);
  return `${bytes.length} ${fnv1a(bytes)}`;
}

export const flavours = { same: { tag: 'native_ext', prepare, run, line } };
