// GET /cpu/KERNEL and GET /mixed/KERNEL: the kernels of ../kernels behind a request, in their flavour `same`.

import { createRequire } from 'node:module';

import { KERNELS } from '../kernels/names.mjs';
import { badRequest, jsonAnswer, notFound, numbersIn, numbersOf, plaintext } from './contract.mjs';

export { KERNELS };

const require = createRequire(import.meta.url);
const names = new Set(KERNELS);
const kernels = new Map();

// Imported when first asked for, so that whoever is never asked to compute starts without them; and by require(), because
// an answer to /cpu waits for nothing.
function kernelOf(name) {
  let kernel = kernels.get(name);
  if (kernel === undefined) {
    const { flavours, sizes: { from, to } } = require(`../kernels/${name}.mjs`);
    const n = { digits: String(to).length, max: to };
    const mixedLimits = { n, p: { digits: 3, max: 100 }, i: { digits: 10, max: 0xffffffff } };
    kernel = { ...flavours.same, from, limits: { n }, mixedLimits };
    kernels.set(name, kernel);
  }
  return kernel;
}

export function lineOf(name, n) {
  const { prepare, run, line } = kernelOf(name);
  return line(run(prepare(n)));
}

export const lineAnswer = (k, n, r) => jsonAnswer({ k, n, r });

const computed = (name, n) => lineAnswer(name, n, lineOf(name, n));

const answerTo = (name, params, compute) => (
  params === null || params.n < kernelOf(name).from ? badRequest : compute(name, params.n));

// For frameworks: `query` is an object, and the name may be any.
export const cpu = (name, query, compute = computed) => (
  names.has(name) ? answerTo(name, numbersOf(query, kernelOf(name).limits), compute) : notFound);

// For servers without one: `query` is text, and there is such a kernel.
export const cpuOfText = (name, query, compute = computed) => (
  answerTo(name, numbersIn(query, kernelOf(name).limits), compute));

// The request brings the number that decides, so that every server computes for the same requests. Below 2^53: exact.
const computes = (i, percent) => 100 * (Math.imul(i, 2654435761) >>> 0) < percent * 2 ** 32;

function mixedAnswerTo(name, params) {
  if (params === null || params.n < kernelOf(name).from) return badRequest;
  if (computes(params.i, params.p)) lineOf(name, params.n);
  return plaintext;
}

export const mixed = (name, query) => (
  names.has(name) ? mixedAnswerTo(name, numbersOf(query, kernelOf(name).mixedLimits)) : notFound);
export const mixedOfText = (name, query) => mixedAnswerTo(name, numbersIn(query, kernelOf(name).mixedLimits));
