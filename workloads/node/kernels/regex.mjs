// K7: five patterns searched and one replaced in a text like an access log, n words long.

import { lcg } from './lcg.mjs';

const PATTERNS = [
  /\b\d{1,3}(?:\.\d{1,3}){3}\b/g,
  /[A-Za-z0-9._]+@[A-Za-z0-9.]+/g,
  /\b(?:GET|POST)\b +\/\S+/g,
  /\d{4}-\d{2}-\d{2}/g,
  /\b[45]\d\d\b/g,
];

const WORDS = [
  () => 'GET',
  () => 'POST',
  () => '/api/v1/items',
  () => '/static/app.js',
  () => '200',
  () => '404',
  () => '503',
  (draw) => `10.0.${draw() % 256}.${draw() % 256}`,
  (draw) => `user${draw() % 1000}@mail.test`,
  (draw) => `2020-01-${String(draw() % 31 + 1).padStart(2, '0')}`,
  () => 'lorem',
  () => 'ipsum',
  () => 'dolor',
];

export const sizes = { from: 1, to: 5_000_000 };

export function prepare(n) {
  const next = lcg(7);
  const draw = () => next() >>> 16;
  const words = [];
  for (let i = 0; i < n; i++) {
    const word = WORDS[draw() % WORDS.length];
    words.push(word(draw));
    if (i % 12 === 11) words.push('\n');
  }
  return words.join(' ');
}

export function run(text) {
  const found = PATTERNS.map((pattern) => (text.match(pattern) ?? []).length);
  return { found, length: text.length, replaced: text.replace(PATTERNS[0], '<ip>').length };
}

export const line = ({ found, length, replaced }) => `${found.join(' ')} ${length} ${replaced}`;

export const flavours = { same: { tag: 'native_ext', prepare, run, line } };
