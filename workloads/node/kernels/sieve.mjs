// K12: the primes up to n by the sieve of Eratosthenes: how many, and the largest.

export const sizes = { from: 2, to: 200_000_000 };

export const prepare = (n) => n;

export function run(n) {
  const isPrime = new Uint8Array(n + 1).fill(1, 2);
  for (let i = 2; i * i <= n; i++) {
    if (isPrime[i] === 0) continue;
    for (let multiple = i * i; multiple <= n; multiple += i) isPrime[multiple] = 0;
  }
  let primes = 0;
  let largest = 0;
  for (let i = 2; i <= n; i++) {
    if (isPrime[i] === 0) continue;
    primes++;
    largest = i;
  }
  return { primes, largest };
}

export const line = ({ primes, largest }) => `${primes} ${largest}`;

export const flavours = { same: { tag: 'pure_script', prepare, run, line } };
