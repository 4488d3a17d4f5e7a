#include "workloads/native/kernels/sieve.hpp"

#include <vector>

#include <fmt/format.h>

namespace harness::kernels::sieve {

Primes run(int n) {
  const auto last = static_cast<std::size_t>(n);
  // A byte each, as in the other languages; vector<bool> would pack them into bits.
  std::vector<unsigned char> is_prime(last + 1, 1);
  is_prime[0] = is_prime[1] = 0;
  for (std::size_t i = 2; i * i <= last; ++i) {
    if (is_prime[i] == 0) continue;
    for (std::size_t multiple = i * i; multiple <= last; multiple += i) is_prime[multiple] = 0;
  }
  Primes primes;
  for (int i = 2; i <= n; ++i) {
    if (is_prime[static_cast<std::size_t>(i)] == 0) continue;
    ++primes.count;
    primes.largest = i;
  }
  return primes;
}

std::string line(const Primes& primes) {
  return fmt::format("{} {}", primes.count, primes.largest);
}

}  // namespace harness::kernels::sieve
