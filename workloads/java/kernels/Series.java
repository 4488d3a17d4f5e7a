package kernels;

import java.util.Arrays;

/** Numbers that become more and more, without an object for each: the collector is to be the kernel's alone. */
final class Series {
  private long[] numbers = new long[1024];
  private int size = 0;

  void add(long number) {
    if (size == numbers.length) numbers = Arrays.copyOf(numbers, 2 * size);
    numbers[size++] = number;
  }

  /** As JSON writes a list. */
  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOf(numbers, size)).replace(" ", "");
  }
}
