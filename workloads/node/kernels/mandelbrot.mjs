// K4: which of n × n points stay bounded for 50 steps, packed one bit each, every row in whole bytes.

import { fnv1a } from './fnv.mjs';

const STEPS = 50;

function isInside(cr, ci) {
  let zr = 0;
  let zi = 0;
  let rr = 0;
  let ii = 0;
  for (let step = 0; step < STEPS && rr + ii <= 4; step++) {
    zi = 2 * zr * zi + ci;
    zr = rr - ii + cr;
    rr = zr * zr;
    ii = zi * zi;
  }
  return rr + ii <= 4;
}

export const sizes = { from: 1, to: 16_000 };

export const prepare = (n) => n;

export function run(n) {
  const bytesPerRow = Math.ceil(n / 8);
  const bitmap = new Uint8Array(n * bytesPerRow);
  let inside = 0;
  for (let y = 0; y < n; y++) {
    const ci = 2 * y / n - 1;
    for (let x = 0; x < n; x++) {
      if (!isInside(2 * x / n - 1.5, ci)) continue;
      inside++;
      bitmap[y * bytesPerRow + (x >> 3)] |= 0x80 >> (x & 7);
    }
  }
  return { inside, bitmap };
}

export const line = ({ inside, bitmap }) => `${inside} ${fnv1a(bitmap)}`;

export const flavours = { same: { tag: 'pure_script', prepare, run, line } };
