package kernels;

import java.util.Arrays;

/** K12: the primes up to n by the sieve of Eratosthenes: how many, and the largest. */
final class Sieve implements Kernel<Integer, Sieve.Primes> {
  record Primes(int count, int largest) {}

  @Override
  public Sizes sizes() {
    return new Sizes(2, 200_000_000);
  }

  @Override
  public Integer prepare(int n) {
    return n;
  }

  @Override
  public Primes run(Integer last) {
    int n = last;
    boolean[] isPrime = new boolean[n + 1]; // a byte each
    Arrays.fill(isPrime, 2, n + 1, true);
    for (int i = 2; i * i <= n; i++) {
      if (!isPrime[i]) continue;
      for (int multiple = i * i; multiple <= n; multiple += i) isPrime[multiple] = false;
    }
    int primes = 0;
    int largest = 0;
    for (int i = 2; i <= n; i++) {
      if (!isPrime[i]) continue;
      primes++;
      largest = i;
    }
    return new Primes(primes, largest);
  }

  @Override
  public String line(Primes primes) {
    return primes.count + " " + primes.largest;
  }
}
