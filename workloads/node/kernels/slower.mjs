// The +10 % control of a job: the same kernel, which then keeps its thread busy for a tenth of the time that it took. The
// harness must find that tenth, or it may not call two runtimes equal. Switched on by --slower before a job's words.
//
// By the wall clock: the kernel brings the CPU time of a thread (process.threadCpuUsage()) up to date at its ticks only,
// every 4 ms, which is several iterations; and that of the process counts the workers beside it.

const TENTH = 10n;

const now = process.hrtime.bigint;

export function slower(kernel) {
  return {
    ...kernel,
    run(input) {
      const before = now();
      const result = kernel.run(input);
      const after = now();
      const until = after + (after - before) / TENTH;
      while (now() < until);
      return result;
    },
  };
}

// The words of a job without --slower, and whether it was there.
export function readSlower(words) {
  const isSlower = words[0] === '--slower';
  return { isSlower, words: isSlower ? words.slice(1) : words };
}
