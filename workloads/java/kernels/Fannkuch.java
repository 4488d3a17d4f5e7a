package kernels;

/** K2: for every permutation of 0 … n-1, how often the first k+1 can be reversed (k the first) until 0 is first. */
final class Fannkuch implements Kernel<Integer, Fannkuch.Flips> {
  record Flips(int checksum, int most) {}

  private static int countFlips(int[] permutation) {
    int[] deck = permutation.clone();
    int top = deck[0];
    int flips = 0;
    while (top != 0) {
      int next = deck[top];
      deck[top] = top;
      for (int low = 1, high = top - 1; low < high; low++, high--) {
        int card = deck[low];
        deck[low] = deck[high];
        deck[high] = card;
      }
      top = next;
      flips++;
    }
    return flips;
  }

  /** Every second permutation swaps the first two; the others follow from the counters. False after the last one. */
  private static boolean advance(int[] permutation, int[] counters, int sign) {
    int second = permutation[1];
    if (sign == 1) {
      permutation[1] = permutation[0];
      permutation[0] = second;
      return true;
    }
    permutation[1] = permutation[2];
    permutation[2] = second;
    for (int i = 2; i < permutation.length; i++) {
      if (counters[i] != 0) {
        counters[i]--;
        return true;
      }
      if (i == permutation.length - 1) break;
      counters[i] = i;
      int moved = permutation[0];
      for (int j = 0; j <= i; j++) permutation[j] = permutation[j + 1];
      permutation[i + 1] = moved;
    }
    return false;
  }

  @Override
  public Sizes sizes() {
    return new Sizes(3, 12);
  }

  @Override
  public Integer prepare(int n) {
    return n;
  }

  @Override
  public Flips run(Integer n) {
    int[] permutation = new int[n];
    for (int i = 0; i < permutation.length; i++) permutation[i] = i;
    int[] counters = permutation.clone();
    int checksum = 0;
    int most = 0;
    for (int sign = 1;; sign = -sign) {
      int flips = countFlips(permutation);
      checksum += sign * flips;
      most = Math.max(most, flips);
      if (!advance(permutation, counters, sign)) return new Flips(checksum, most);
    }
  }

  @Override
  public String line(Flips flips) {
    return flips.checksum + " " + flips.most;
  }
}
