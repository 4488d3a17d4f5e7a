package kernels;

/** Runs a kernel again and again and times each iteration. */
record Measurement(String line, long setupNs, Series iterationNs, Series iterationCpuNs, long loopNs) {
  /**
   * Every result is turned into its line, so no iteration can be optimised away; and between two runs stand clock
   * reads, which the compiler cannot see through, so none can be hoisted.
   */
  static <Input, Output> Measurement of(Kernel<Input, Output> kernel, int n, int iterations, double seconds)
      throws Refusal {
    long begun = System.nanoTime();
    Input input = kernel.prepare(n);
    long setup = System.nanoTime() - begun;
    Series times = new Series();
    Series cpuTimes = new Series();
    String expected = null;
    long looped = System.nanoTime();
    long enough = looped + Math.round(seconds * 1e9);
    for (int iteration = 0; iteration < iterations || System.nanoTime() < enough; iteration++) {
      long cpuBefore = CpuClock.processNs();
      long before = System.nanoTime();
      Output output = kernel.run(input);
      long after = System.nanoTime();
      cpuTimes.add(CpuClock.processNs() - cpuBefore);
      times.add(after - before);
      String found = kernel.line(output);
      if (expected == null) expected = found;
      if (!found.equals(expected))
        throw new Refusal(Refusal.DISAGREEMENT,
            "iteration " + iteration + " gave '" + found + "', iteration 0 gave '" + expected + "'");
    }
    return new Measurement(expected, setup, times, cpuTimes, System.nanoTime() - looped);
  }
}
