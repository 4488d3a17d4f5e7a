#pragma once
// K12: the primes up to n by the sieve of Eratosthenes: how many, and the largest.
#include <string>

namespace harness::kernels::sieve {

struct Primes {
  int count = 0;
  int largest = 0;
};

[[nodiscard]] inline int prepare(int n) {
  return n;
}
[[nodiscard]] Primes run(int n);
[[nodiscard]] std::string line(const Primes& primes);

}  // namespace harness::kernels::sieve
