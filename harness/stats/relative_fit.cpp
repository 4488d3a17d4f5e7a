#include "harness/stats/relative_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "harness/stats/interval.hpp"

namespace harness::stats {
namespace {

/// A column is taken to depend on those before it when less than this share of its length is its own.
constexpr double kDependent = 1e-9;

struct Solution {
  std::array<double, kMostColumns> coefficient{};
  double squares = 0;  ///< of relative errors
  /// R⁻¹ of Z = QR, over the columns used in their order: (ZᵀZ)⁻¹ = R⁻¹R⁻ᵀ.
  std::array<std::array<double, kMostColumns>, kMostColumns> inverse_triangle{};
};

using Columns = std::vector<std::vector<double>>;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Takes from `vector` what lies along `direction`, whose length is 1; gives that length.
double project_out(std::vector<double>& vector, const std::vector<double>& direction) {
  const double along = dot(vector, direction);
  for (std::size_t i = 0; i < vector.size(); ++i) vector[i] -= along * direction[i];
  return along;
}

/// Plain least squares of 1 on the columns of `used`. Absent when they depend on each other.
/// Source: Björck 1967, "Solving linear least squares problems by Gram-Schmidt orthogonalization".
std::optional<Solution> solve(const Columns& z, const std::vector<std::size_t>& used) {
  const std::size_t p = used.size();
  Columns q;
  std::array<std::array<double, kMostColumns>, kMostColumns> r{};
  for (std::size_t j = 0; j < p; ++j) {
    std::vector<double> rest = z[used[j]];
    const double whole = std::sqrt(dot(rest, rest));
    for (std::size_t i = 0; i < j; ++i) r[i][j] = project_out(rest, q[i]);
    r[j][j] = std::sqrt(dot(rest, rest));
    if (!(r[j][j] > kDependent * whole)) return std::nullopt;
    for (double& value : rest) value /= r[j][j];
    q.push_back(std::move(rest));
  }
  std::vector<double> error(z.front().size(), 1.0);
  std::array<double, kMostColumns> along{};
  for (std::size_t j = 0; j < p; ++j) along[j] = project_out(error, q[j]);

  Solution solution;
  solution.squares = dot(error, error);
  auto& inverse = solution.inverse_triangle;
  for (std::size_t j = 0; j < p; ++j) {
    inverse[j][j] = 1 / r[j][j];
    for (std::size_t i = j; i-- > 0;) {
      double sum = 0;
      for (std::size_t k = i + 1; k <= j; ++k) sum += r[i][k] * inverse[k][j];
      inverse[i][j] = -sum / r[i][i];
    }
  }
  for (std::size_t i = 0; i < p; ++i) {
    for (std::size_t j = i; j < p; ++j) solution.coefficient[used[i]] += inverse[i][j] * along[j];
  }
  return solution;
}

bool none_negative(const Solution& solution) {
  return std::all_of(solution.coefficient.begin(), solution.coefficient.end(),
                     [](double c) { return c >= 0; });
}

/// The plain solution on the best subset of the columns.
std::optional<Solution> best_without_negatives(const Columns& z) {
  std::optional<Solution> best;
  for (unsigned subset = 1; subset < 1U << z.size(); ++subset) {
    std::vector<std::size_t> used;
    for (std::size_t k = 0; k < z.size(); ++k) {
      if ((subset >> k & 1U) != 0) used.push_back(k);
    }
    auto solution = solve(z, used);
    if (!solution || !none_negative(*solution)) continue;
    if (!best || solution->squares < best->squares) best = solution;
  }
  return best;
}

double t_of(const RelativeFit& fit, double confidence) {
  HARNESS_ASSERT(confidence > 0 && confidence < 1);
  return t_quantile((1 + confidence) / 2, fit.degrees_of_freedom);
}

}  // namespace

Result<RelativeFit> fit_relative(std::span<const FitRow> rows, std::size_t columns) {
  HARNESS_ASSERT(columns >= 2 && columns <= kMostColumns);
  if (rows.size() <= columns) {
    return usage_error("a curve with {} coefficients needs {} points or more, there are {}", columns,
                       columns + 1, rows.size());
  }
  Columns z(columns);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!(rows[i].value > 0 && std::isfinite(rows[i].value))) {
      return usage_error("point {} leaves double arithmetic", i);
    }
    for (std::size_t k = 0; k < columns; ++k) {
      z[k].push_back(rows[i].column[k] / rows[i].value);
      if (!std::isfinite(z[k].back())) return usage_error("point {} leaves double arithmetic", i);
    }
  }
  std::vector<std::size_t> all(columns);
  for (std::size_t k = 0; k < columns; ++k) all[k] = k;
  const auto free = solve(z, all);
  if (!free)
    return usage_error("the levels of the {} points are too close together for this curve", rows.size());
  const auto best = best_without_negatives(z);
  if (!best || !(best->coefficient[0] >= std::numeric_limits<double>::min())) {
    return usage_error("the {} points ask for an unlimited throughput at level 1: measure level 1",
                       rows.size());
  }

  RelativeFit fit;
  fit.columns = columns;
  fit.coefficient = best->coefficient;
  fit.free = free->coefficient;
  fit.degrees_of_freedom = static_cast<double>(rows.size() - columns);
  const double variance = free->squares / fit.degrees_of_freedom;
  fit.relative_deviation = std::sqrt(variance);
  for (std::size_t i = 0; i < columns; ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      for (std::size_t k = std::max(i, j); k < columns; ++k) {
        fit.covariance[i][j] += variance * free->inverse_triangle[i][k] * free->inverse_triangle[j][k];
      }
    }
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    double error = 1;
    for (std::size_t k = 0; k < columns; ++k) error -= fit.coefficient[k] * z[k][i];
    fit.largest_relative_error = std::max(fit.largest_relative_error, std::fabs(error));
  }
  return fit;
}

Bounded inverse_of_first(const RelativeFit& fit, double confidence, double unit) {
  const double half = t_of(fit, confidence) * std::sqrt(fit.covariance[0][0]);
  Bounded inverse;
  inverse.estimate = unit / fit.coefficient[0];
  const double least = fit.free[0] - half;
  const double most = fit.free[0] + half;
  if (most > 0) inverse.low = std::min(inverse.estimate, unit / most);
  if (least > 0 && std::isfinite(unit / least)) inverse.high = std::max(inverse.estimate, unit / least);
  return inverse;
}

Bounded ratio_to_first(const RelativeFit& fit, std::size_t k, double confidence) {
  HARNESS_ASSERT(k > 0 && k < fit.columns);
  const double t = t_of(fit, confidence);
  Bounded ratio;
  ratio.estimate = fit.coefficient[k] / fit.coefficient[0];
  // A·ρ² − 2·B·ρ + C ≤ 0
  const double a = fit.free[0] * fit.free[0] - t * t * fit.covariance[0][0];
  const double b = fit.free[0] * fit.free[k] - t * t * fit.covariance[0][k];
  const double c = fit.free[k] * fit.free[k] - t * t * fit.covariance[k][k];
  if (!(a > 0)) return ratio;  // free_0 itself may be 0: the set has no upper limit
  const double root = std::sqrt(std::max(0.0, b * b - a * c));
  ratio.below_zero = b + root < 0;
  ratio.low = std::clamp((b - root) / a, 0.0, ratio.estimate);
  ratio.high = std::max((b + root) / a, ratio.estimate);
  return ratio;
}

}  // namespace harness::stats
