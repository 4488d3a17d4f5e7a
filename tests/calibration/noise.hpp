#pragma once
// Seeded noise for simulations with a known truth.
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "harness/base/random.hpp"

namespace harness::stats {

/// Source: Box, Muller 1958.
inline double standard_normal(Random& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.unit()));
  return radius * std::cos(2 * std::numbers::pi * random.unit());
}

/// n values of standard deviation 1 whose neighbours correlate by rho, from its stationary distribution.
inline std::vector<double> correlated(std::size_t n, double rho, Random& random) {
  std::vector<double> values;
  double value = standard_normal(random);
  for (std::size_t i = 0; i < n; ++i) {
    values.push_back(value);
    value = rho * value + std::sqrt(1 - rho * rho) * standard_normal(random);
  }
  return values;
}

}  // namespace harness::stats
