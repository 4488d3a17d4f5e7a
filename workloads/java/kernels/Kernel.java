package kernels;

/** The same work as in every other language: its input is not timed, {@code run} is, and neither is its line. */
interface Kernel<Input, Output> {
  record Sizes(int from, int to) {}

  Sizes sizes();

  Input prepare(int n);

  Output run(Input input);

  String line(Output output);
}
