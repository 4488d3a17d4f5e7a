// GET /cpu/KERNEL and GET /mixed/KERNEL: the kernels of ../kernels behind a request, in their flavour `same`.

import { kernels } from '../kernels/all.mjs';
import { badRequest, jsonAnswer, notFound, numbersIn, numbersOf, plaintext } from './contract.mjs';

export const KERNELS = [...kernels.keys()];

const limits = new Map([...kernels].map(([name, { sizes }]) => [
  name, { n: { digits: String(sizes.to).length, max: sizes.to } },
]));

export function lineOf(name, n) {
  const { prepare, run, line } = kernels.get(name).flavours.same;
  return line(run(prepare(n)));
}

export const lineAnswer = (k, n, r) => jsonAnswer({ k, n, r });

const computed = (name, n) => lineAnswer(name, n, lineOf(name, n));

const answerTo = (name, params, compute) => (
  params === null || params.n < kernels.get(name).sizes.from ? badRequest : compute(name, params.n));

// For frameworks: `query` is an object, and the name may be any.
export const cpu = (name, query, compute = computed) => (
  kernels.has(name) ? answerTo(name, numbersOf(query, limits.get(name)), compute) : notFound);

// For servers without one: `query` is text, and there is such a kernel.
export const cpuOfText = (name, query, compute = computed) => (
  answerTo(name, numbersIn(query, limits.get(name)), compute));

const mixedLimits = new Map([...limits].map(([name, { n }]) => [
  name, { n, p: { digits: 3, max: 100 }, i: { digits: 10, max: 0xffffffff } },
]));

// The request brings the number that decides, so that every server computes for the same requests. Below 2^53: exact.
const computes = (i, percent) => 100 * (Math.imul(i, 2654435761) >>> 0) < percent * 2 ** 32;

function mixedAnswerTo(name, params) {
  if (params === null || params.n < kernels.get(name).sizes.from) return badRequest;
  if (computes(params.i, params.p)) lineOf(name, params.n);
  return plaintext;
}

export const mixed = (name, query) => (
  kernels.has(name) ? mixedAnswerTo(name, numbersOf(query, mixedLimits.get(name))) : notFound);
export const mixedOfText = (name, query) => mixedAnswerTo(name, numbersIn(query, mixedLimits.get(name)));
