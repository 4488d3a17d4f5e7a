#pragma once
// Are two arms as good as equal? Two one-sided t tests (TOST) of per-block log ratios against the margins 1/m
// and m. A large p says "not shown to be equal", never "different"; and a difference test that finds nothing
// never says "equal". Not for single slices: blocks only. Pure. Errors: kUsage, naming the index or number.
// Source: Schuirmann 1987, "A comparison of the two one-sided tests procedure and the power approach".
#include <span>

#include "harness/base/error.hpp"
#include "harness/stats/interval.hpp"

namespace harness::stats {

struct Equivalence {
  Interval log_ratio;     ///< the two-sided t interval of the level asked for
  double log_margin = 0;  ///< δ = log m
  /// max(P(T > (θ + δ)/se), P(T > (δ − θ)/se)), T with n − 1 degrees of freedom. Without any spread its
  /// limit: 0 between the margins, 1 elsewhere.
  double p = 1;
  /// The whole interval lies strictly between the margins; the same as p < (1 − level)/2, so stricter than
  /// the usual TOST at 1 − level, which uses a narrower interval.
  bool inside = false;
};

/// `margin` is m > 1: 1.1 is "within 10 %", from 1/1.1 to 1.1.
[[nodiscard]] Result<Equivalence> equivalence(std::span<const double> log_ratios, double margin,
                                              double level = 0.95);

}  // namespace harness::stats
