package kernels;

/** The data of every kernel: s ← 1664525·s + 1013904223 modulo 2³², the same draws in every language. */
final class Lcg {
  private int state;

  Lcg(int seed) {
    state = seed;
  }

  /** To be read without its sign. */
  int next() {
    state = 1664525 * state + 1013904223;
    return state;
  }
}
