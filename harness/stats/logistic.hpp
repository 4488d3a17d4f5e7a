#pragma once
// Where a pass turns into a fail: logistic regression P(pass) = 1/(1 + exp(−(a + b·x))) of independent trials
// and the x at which the chance is one half. A weak ridge ½·(b/b₀)² keeps perfectly separated trials finite,
// the usual case near a sharp threshold. A larger x is assumed never to make passing likelier (b ≤ 0). Not
// for trials that influence each other. Units: those of x, e.g. log rate. Threading: pure. Errors: none;
// absent is "the trials cannot say".
//
// Source: le Cessie, van Houwelingen 1992, "Ridge estimators in logistic regression"; Venzon, Moolgavkar
// 1988, "A method for computing profile-likelihood-based confidence intervals". Why not Firth's penalty ½·log
// det I: with trials at two scales (a search that doubles, then closes in) it has two maxima, and the wrong
// one may be found. The ridge keeps the likelihood concave: one maximum, one interval.
#include <optional>
#include <span>

namespace harness::stats {

struct Trial {
  double x = 0;
  bool pass = false;
};

struct HalfPoint {
  double x = 0;      ///< P(pass) = 0.5 here
  double slope = 0;  ///< b, < 0: of the log odds, per unit of x
  /// Ends of the interval: every x with 2·(l* − l*(x)) ≤ `allowed`, where l*(x) is the penalised log
  /// likelihood maximised over b with the half point held at x. Absent where the trials set no limit on that
  /// side.
  std::optional<double> low;
  std::optional<double> high;
};

/// χ²_{1, 0.95}: a 95 % interval when there are many trials.
inline constexpr double kDeviance95 = 3.841458820694124;

/// `steepest` is b₀, in 1/x: slopes well below it are hardly penalised; above, they cannot be told apart.
/// Absent: fewer than two different x, only passes or only fails, or passes that do not get rarer as x grows.
[[nodiscard]] std::optional<HalfPoint> half_point(std::span<const Trial> trials, double steepest,
                                                  double allowed = kDeviance95);

}  // namespace harness::stats
