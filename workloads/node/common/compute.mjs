// GET /cpu/KERNEL: the kernels of ../kernels behind a request, in their flavour `same`.

import { kernels } from '../kernels/all.mjs';
import { badRequest, jsonAnswer, notFound, numbersIn, numbersOf } from './contract.mjs';

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
