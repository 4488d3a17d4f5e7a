#include "harness/stats/paired.hpp"

#include <cmath>

namespace harness::stats {
namespace {

bool has_logarithm(double value) {
  return std::isfinite(value) && value > 0;
}

}  // namespace

Result<std::vector<double>> log_ratios(std::span<const double> numerator,
                                       std::span<const double> denominator) {
  if (numerator.size() != denominator.size()) {
    return usage_error(
        "paired values need equal numbers of blocks: {} in the numerator, {} in the denominator",
        numerator.size(), denominator.size());
  }
  std::vector<double> ratios;
  ratios.reserve(numerator.size());
  for (std::size_t i = 0; i < numerator.size(); ++i) {
    if (!has_logarithm(numerator[i])) {
      return usage_error("numerator of block {} is {}, a ratio needs a positive number", i, numerator[i]);
    }
    if (!has_logarithm(denominator[i])) {
      return usage_error("denominator of block {} is {}, a ratio needs a positive number", i, denominator[i]);
    }
    // Two logarithms and not one of the quotient, which can overflow.
    ratios.push_back(std::log(numerator[i]) - std::log(denominator[i]));
  }
  return ratios;
}

}  // namespace harness::stats
