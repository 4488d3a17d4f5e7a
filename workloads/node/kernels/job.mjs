// One kernel in a process of its own: node job.mjs KERNEL FLAVOUR N ITERATIONS [SECONDS] prints what it measured as one
// line of JSON: so many iterations, and more until that time is over. Leaves with 2 when it was asked for something it does not know, with 3 when two iterations disagree.

import { readFileSync } from 'node:fs';

import { Disagreement, measure } from './measure.mjs';

const KERNELS = [
  'nbody', 'fannkuch', 'spectral_norm', 'mandelbrot', 'binary_trees', 'json_round_trip', 'regex', 'sha256',
  'sha256_pure', 'sort_u32', 'string_build', 'matmul', 'sieve', 'map_churn', 'fib',
];
const MOST_ITERATIONS = 100_000;

function leave(code, message) {
  process.stderr.write(`job.mjs: ${message}\n`);
  process.exit(code);
}

function wholeNumber(text, from, to) {
  const value = /^[0-9]{1,10}$/.test(text) ? Number(text) : NaN;
  return value >= from && value <= to ? value : null;
}

// Not getrusage(): its maximum starts at what the process that launched this one had in memory.
function peakMemoryKib() {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
}

const words = process.argv.slice(2);
if (words.length !== 4 && words.length !== 5) leave(2, 'usage: job.mjs KERNEL FLAVOUR N ITERATIONS [SECONDS]');
const [name, flavourName, nText, iterationsText, secondsText = '0'] = words;

if (!KERNELS.includes(name)) leave(2, `unknown kernel '${name}'; known: ${KERNELS.join(', ')}`);
const { flavours, sizes } = await import(`./${name}.mjs`);
if (!Object.hasOwn(flavours, flavourName)) {
  leave(2, `unknown flavour '${flavourName}' of ${name}; known: ${Object.keys(flavours).join(', ')}`);
}
const n = wholeNumber(nText, sizes.from, sizes.to);
if (n === null) leave(2, `'${nText}' is no n of ${name}; known: ${sizes.from} to ${sizes.to}`);
const iterations = wholeNumber(iterationsText, 1, MOST_ITERATIONS);
if (iterations === null) leave(2, `'${iterationsText}' is no number of iterations; known: 1 to ${MOST_ITERATIONS}`);
const seconds = /^[0-9]{1,4}(\.[0-9]{1,9})?$/.test(secondsText) ? Number(secondsText) : null;
if (seconds === null) leave(2, `'${secondsText}' is no number of seconds; known: 0 to 9999`);

try {
  const flavour = flavours[flavourName];
  const { line, ...times } = measure(flavour, n, iterations, seconds);
  console.log(JSON.stringify({
    kernel: name,
    flavour: flavourName,
    n,
    line,
    tag: flavour.tag,
    ...times,
    max_rss_kib: peakMemoryKib(),
    runtime: 'node',
    version: process.versions.node,
  }));
} catch (error) {
  if (!(error instanceof Disagreement)) throw error;
  leave(3, `${name} ${flavourName} ${n}: ${error.message}`);
}
