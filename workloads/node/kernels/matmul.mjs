// K11: the product of two n × n matrices in the order i, k, j; every language adds up in this order.

import { lcg } from './lcg.mjs';

const zeros = (n) => Array.from({ length: n }, () => new Float64Array(n));

export const sizes = { from: 1, to: 4000 };

export function prepare(n) {
  const next = lcg(5);
  const matrix = () => zeros(n).map((row) => row.map(() => (next() >>> 16) % 1000 / 1000 - 0.5));
  const a = matrix();
  const b = matrix();
  return { a, b };
}

export function run({ a, b }) {
  const n = a.length;
  const product = zeros(n);
  for (let i = 0; i < n; i++) {
    const row = product[i];
    for (let k = 0; k < n; k++) {
      const factor = a[i][k];
      const other = b[k];
      for (let j = 0; j < n; j++) row[j] += factor * other[j];
    }
  }
  return product;
}

export function line(product) {
  let trace = 0;
  let sum = 0;
  product.forEach((row, i) => {
    trace += row[i];
    for (const element of row) sum += element;
  });
  return `${trace.toFixed(9)} ${sum.toFixed(9)}`;
}

export const flavours = { same: { tag: 'pure_script', prepare, run, line } };
