// Runs one flavour of a kernel again and again and times each iteration.

export class Disagreement extends Error {}

// process.cpuUsage() counts whole microseconds, of all threads: compiler and garbage collector are in it.
const cpuNs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
};

// Every result is turned into its line, so no iteration can be optimised away; and between two runs stand clock reads,
// which the compiler cannot see through, so none can be hoisted.
export function measure({ prepare, run, line }, n, iterations, seconds) {
  const begun = process.hrtime.bigint();
  const input = prepare(n);
  const measured = {
    setup_ns: Number(process.hrtime.bigint() - begun),
    iteration_ns: [],
    iteration_cpu_ns: [],
  };
  const looped = process.hrtime.bigint();
  const enough = looped + BigInt(Math.round(seconds * 1e9));
  for (let iteration = 0; iteration < iterations || process.hrtime.bigint() < enough; iteration++) {
    const cpuBefore = cpuNs();
    const before = process.hrtime.bigint();
    const result = run(input);
    const after = process.hrtime.bigint();
    measured.iteration_cpu_ns.push(cpuNs() - cpuBefore);
    measured.iteration_ns.push(Number(after - before));
    const found = line(result);
    measured.line ??= found;
    if (found !== measured.line) {
      throw new Disagreement(`iteration ${iteration} gave '${found}', iteration 0 gave '${measured.line}'`);
    }
  }
  measured.loop_ns = Number(process.hrtime.bigint() - looped);
  return measured;
}
