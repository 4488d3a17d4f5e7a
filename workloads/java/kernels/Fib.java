package kernels;

/** K14: Fibonacci numbers by double recursion: the cost of a call, and of little else. */
final class Fib implements Kernel<Integer, Integer> {
  private static int number(int n) {
    return n < 2 ? n : number(n - 1) + number(n - 2);
  }

  @Override
  public Sizes sizes() {
    return new Sizes(1, 45);
  }

  @Override
  public Integer prepare(int n) {
    return n;
  }

  @Override
  public Integer run(Integer n) {
    return number(n);
  }

  @Override
  public String line(Integer number) {
    return String.valueOf(number);
  }
}
