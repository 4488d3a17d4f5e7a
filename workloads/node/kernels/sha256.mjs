// K8, native: SHA-256 of n bytes by OpenSSL, in one call.

import { createHash } from 'node:crypto';

import { lcg } from './lcg.mjs';

export const sizes = { from: 1, to: 1024 * 1024 * 1024 };

export function prepare(n) {
  const next = lcg(1);
  const bytes = Buffer.alloc(n);
  for (let i = 0; i < n; i++) bytes[i] = next() >>> 24;
  return bytes;
}

export const run = (bytes) => createHash('sha256').update(bytes).digest('hex');

export const line = (digest) => digest;

export const flavours = { same: { tag: 'native_ext', prepare, run, line } };
