#pragma once
// Least squares in relative error with coefficients that may not be negative, for two or three columns, and
// the interval of the ratio of two coefficients. For curves that are linear in their coefficients, such as
// the inverse of the scaling laws. Not for more columns: it tries every subset. Threading: pure. Errors:
// kUsage: too few rows, columns that depend on each other, no solution with a positive first coefficient.
#include <array>
#include <cstddef>
#include <optional>
#include <span>

#include "harness/base/error.hpp"

namespace harness::stats {

inline constexpr std::size_t kMostColumns = 3;

/// value ≈ Σ coefficient[k] · column[k]; value > 0.
struct FitRow {
  std::array<double, kMostColumns> column{};
  double value = 0;
};

struct RelativeFit {
  std::size_t columns = 0;
  std::array<double, kMostColumns> coefficient{};  ///< ≥ 0, the first > 0
  std::array<double, kMostColumns> free{};         ///< without the limit: what intervals are about
  /// Of `free`: s²·(ZᵀZ)⁻¹, where a row of Z is column / value.
  std::array<std::array<double, kMostColumns>, kMostColumns> covariance{};
  double degrees_of_freedom = 0;      ///< rows − columns, whichever coefficients turned out 0
  double relative_deviation = 0;      ///< s: √(Σ relative error² / degrees of freedom) of the free fit
  double largest_relative_error = 0;  ///< of the fit with coefficients ≥ 0
};

/// Minimises Σ (1 − Σ coefficient[k]·column[k]/value)² over coefficients ≥ 0: the best of the plain solutions
/// on all subsets of the columns that have none below 0, for the problem is convex and its minimum is the
/// plain solution on the columns it uses.
/// Source: Lawson, Hanson, Solving Least Squares Problems 1974 (the problem and its conditions).
[[nodiscard]] Result<RelativeFit> fit_relative(std::span<const FitRow> rows, std::size_t columns);

/// A coefficient, or a ratio of two, that is known not to be negative.
struct Bounded {
  double estimate = 0;
  double low = 0;              ///< ≥ 0
  std::optional<double> high;  ///< absent: no upper limit at this confidence
  bool below_zero = false;     ///< the interval before its cut at 0 lies below 0 as a whole
};

/// unit / coefficient[0]: the ends of the t interval of free[0], inverted.
[[nodiscard]] Bounded inverse_of_first(const RelativeFit& fit, double confidence, double unit = 1);

/// coefficient[k] / coefficient[0]: every ρ with (free_k − ρ·free_0)² ≤ t²·(V_kk − 2ρV_k0 + ρ²V_00), t the
/// two-sided quantile, cut at 0 and widened to hold the estimate. Cut, never shifted: an interval that were
/// chosen one-sided because the estimate is 0 would cover less than it says.
/// Source: Fieller 1954, "Some problems in interval estimation"; the cut: Mandelkern 2002, "Setting
/// confidence intervals for bounded parameters".
[[nodiscard]] Bounded ratio_to_first(const RelativeFit& fit, std::size_t k, double confidence);

}  // namespace harness::stats
