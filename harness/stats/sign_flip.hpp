#pragma once
// Is the mean of independent blocks something other than a given number? The randomisation test: were it that
// number, each distance from it could as well have had the other sign. Assumes symmetry, no shape. Not for
// slices of one process: those do not flip independently. Pure; the same seed gives the same p.
// Errors: kUsage, naming the index or the number that is wrong.
// Source: Fisher 1935, The Design of Experiments, §21; (z + 1)/(B + 1): Davison, Hinkley 1997, Bootstrap
// Methods and their Application, §4.2.5, and Phipson, Smyth 2010, "Permutation p-values should never be
// zero".
#include <cstddef>
#include <cstdint>
#include <span>

#include "harness/base/error.hpp"

namespace harness::stats {

struct SignFlip {
  double p = 1;                ///< two-sided; never 0
  bool exact = false;          ///< every pattern of signs was tried
  std::uint64_t patterns = 0;  ///< how many: 2ⁿ, or those drawn
};

inline constexpr std::size_t kMostFlippedExactly = 20;  ///< values: 2²⁰ patterns take a millisecond or two

struct SignDraws {
  std::uint64_t patterns = 99'999;
  std::uint64_t seed = 0;
};

/// Two-sided p of "the mean is `mean`": the share of sign patterns whose sum is at least as far from 0 as the
/// observed one, ties included. Up to kMostFlippedExactly values all 2ⁿ are tried; above, `draws` random ones
/// are, and p = (z + 1)/(B + 1) with z of B at least as far.
[[nodiscard]] Result<SignFlip> sign_flip_test(std::span<const double> values, double mean = 0,
                                              const SignDraws& draws = {});

/// 2 · 2⁻ⁿ, at most 1: no test that looks at signs alone, or flips them, has a smaller two-sided p.
[[nodiscard]] double smallest_attainable_p(std::size_t n);

}  // namespace harness::stats
