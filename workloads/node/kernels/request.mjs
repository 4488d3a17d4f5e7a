// What a job is asked for on its command line: a kernel in one flavour at one size, and for how long. Whoever asks for
// something unknown is told what there is, and the process leaves with 2.

import { KERNELS } from './names.mjs';

const MOST_ITERATIONS = 100_000;
const MOST_WORKERS = 4096;

export function leave(code, message) {
  process.stderr.write(`${process.argv[1].replace(/.*\//, '')}: ${message}\n`);
  process.exit(code);
}

function wholeNumber(text, from, to) {
  const value = /^[0-9]{1,10}$/.test(text) ? Number(text) : NaN;
  return value >= from && value <= to ? value : null;
}

export function readSeconds(text) {
  if (!/^[0-9]{1,4}(\.[0-9]{1,9})?$/.test(text)) leave(2, `'${text}' is no number of seconds; known: 0 to 9999`);
  return Number(text);
}

export function readWorkers(text) {
  const workers = wholeNumber(text, 1, MOST_WORKERS);
  if (workers === null) leave(2, `'${text}' is no number of workers; known: 1 to ${MOST_WORKERS}`);
  return workers;
}

export async function readRequest([name, flavour, nText, iterationsText, secondsText]) {
  if (!KERNELS.includes(name)) leave(2, `unknown kernel '${name}'; known: ${KERNELS.join(', ')}`);
  const { flavours, sizes } = await import(`./${name}.mjs`);
  if (!Object.hasOwn(flavours, flavour)) {
    leave(2, `unknown flavour '${flavour}' of ${name}; known: ${Object.keys(flavours).join(', ')}`);
  }
  const n = wholeNumber(nText, sizes.from, sizes.to);
  if (n === null) leave(2, `'${nText}' is no n of ${name}; known: ${sizes.from} to ${sizes.to}`);
  const iterations = wholeNumber(iterationsText, 1, MOST_ITERATIONS);
  if (iterations === null) leave(2, `'${iterationsText}' is no number of iterations; known: 1 to ${MOST_ITERATIONS}`);
  return { name, flavour, n, iterations, seconds: readSeconds(secondsText), kernel: flavours[flavour] };
}
