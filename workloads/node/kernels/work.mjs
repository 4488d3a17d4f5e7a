// One of several that do a kernel at the same time. All begin together; what is counted lies between the end of the
// lead-in and the end of the last iteration that began in time. Nobody stops there: whoever did would leave the others
// a machine to themselves.

import { Disagreement } from './measure.mjs';

const NS = 1e9;
const now = () => Number(process.hrtime.bigint()); // exact for 104 days of uptime, and the same in every process

// How much longer than the counted stretch everybody goes on, as a share of it: an iteration must fit.
const TAIL = 0.25;

export const beginSoon = () => now() + 0.05 * NS;

// `begin` is the same for all. `rest` is called between two iterations, and awaited.
export async function work({ prepare, run, line }, { n, iterations, seconds, leadIn }, begin, rest) {
  const input = prepare(n);
  const from = begin + leadIn * NS;
  const until = from + seconds * NS;
  const end = until + TAIL * seconds * NS;
  const counted = [];
  let first;
  let start;
  let last;
  while (now() < begin);
  for (;;) {
    const before = now();
    const isCounted = before >= from && (before < until || counted.length < iterations);
    if (!isCounted && before >= end) break;
    const result = run(input);
    const after = now();
    const found = line(result);
    first ??= found;
    if (found !== first) throw new Disagreement(`one iteration gave '${found}', the first gave '${first}'`);
    if (isCounted) {
      start ??= before;
      last = after;
      counted.push(after - before);
    }
    await rest();
  }
  return { line: first, iteration_ns: counted, rate_per_s: counted.length / ((last - start) / NS) };
}
