#pragma once
// Blocks whose truth is known: what simulations draw from. A world gives n log ratios of blocks. Seeded,
// pure.
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "harness/base/random.hpp"

namespace harness::stats::worlds {

using Values = std::vector<double>;

/// Source: Box, Muller 1958.
inline double standard_normal(Random& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.unit()));
  return radius * std::cos(2 * std::numbers::pi * random.unit());
}

inline Values normal(std::size_t n, Random& random) {
  Values values(n);
  for (double& value : values) value = standard_normal(random);
  return values;
}

/// exp of a normal: mean exp(σ²/2).
inline Values lognormal(double sigma, std::size_t n, Random& random) {
  Values values(n);
  for (double& value : values) value = std::exp(sigma * standard_normal(random));
  return values;
}

/// Around +1 with chance `upper`, around −1 otherwise, sd 0.25: mean 2·upper − 1.
inline Values two_modes(double upper, std::size_t n, Random& random) {
  Values values(n);
  for (double& value : values) value = (random.unit() < upper ? 1 : -1) + 0.25 * standard_normal(random);
  return values;
}

/// AR(1), stationary with sd 1: each block remembers `rho` of the one before.
inline Values drifting(double rho, std::size_t n, Random& random) {
  Values values(n);
  double state = standard_normal(random);
  for (double& value : values) {
    value = state;
    state = rho * state + std::sqrt(1 - rho * rho) * standard_normal(random);
  }
  return values;
}

}  // namespace harness::stats::worlds
