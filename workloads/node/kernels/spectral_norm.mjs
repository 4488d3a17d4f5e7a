// K3: the largest singular value of the infinite matrix 1/((i+j)(i+j+1)/2+i+1), cut at n × n, by ten power iterations.

// A double holds (i+j)(i+j+1) exactly, and it is even: `/ 2` is exact, where other languages divide integers.
const element = (i, j) => 1 / ((i + j) * (i + j + 1) / 2 + i + 1);

function times(vector) {
  const product = [];
  for (let i = 0; i < vector.length; i++) {
    let sum = 0;
    for (let j = 0; j < vector.length; j++) sum += element(i, j) * vector[j];
    product.push(sum);
  }
  return product;
}

function transposedTimes(vector) {
  const product = [];
  for (let i = 0; i < vector.length; i++) {
    let sum = 0;
    for (let j = 0; j < vector.length; j++) sum += element(j, i) * vector[j];
    product.push(sum);
  }
  return product;
}

export const sizes = { from: 1, to: 10_000 };

export const prepare = (n) => n;

export function run(n) {
  let u = new Array(n).fill(1);
  let v;
  for (let i = 0; i < 10; i++) {
    v = transposedTimes(times(u));
    u = transposedTimes(times(v));
  }
  let uv = 0;
  let vv = 0;
  for (let i = 0; i < n; i++) {
    uv += u[i] * v[i];
    vv += v[i] * v[i];
  }
  return Math.sqrt(uv / vv);
}

export const line = (norm) => norm.toFixed(9);

export const flavours = { same: { tag: 'pure_script', prepare, run, line } };
