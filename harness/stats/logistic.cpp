#include "harness/stats/logistic.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <boost/math/tools/toms748_solve.hpp>

#include "harness/base/error.hpp"

namespace harness::stats {
namespace {

constexpr int kMostSteps = 200;
constexpr double kSettled = 1e-10;
constexpr int kMostDoublings = 30;

/// l* = Σ log P(outcome) − ½·(b/b₀)² at one (intercept, slope), its gradient and its information.
struct Likelihood {
  double value = 0;
  double by_intercept = 0;
  double by_slope = 0;
  double weights = 0;  ///< Σw, w = p·(1 − p)
  double first = 0;    ///< Σw·x
  double second = 0;   ///< Σw·x² + 1/b₀²
};

class Model {
 public:
  Model(std::span<const Trial> trials, double origin, double steepest) : penalty_(1 / (steepest * steepest)) {
    for (const Trial& trial : trials) add(trial.x - origin, trial.pass);
  }

  /// Log odds = intercept + slope · (x − from).
  [[nodiscard]] Likelihood at(double intercept, double slope, double from = 0) const {
    Likelihood sum;
    for (const Group& group : groups_) {
      const double x = group.x - from;
      const double odds = intercept + slope * x;
      const double rest = std::exp(-std::fabs(odds));  // of the likelier outcome, so nothing overflows
      const double likelier = 1 / (1 + rest);
      const double n = group.passes + group.fails;
      sum.value -= n * std::log1p(rest) + (odds > 0 ? group.fails : group.passes) * std::fabs(odds);
      const double surplus = group.passes - n * (odds > 0 ? likelier : rest * likelier);
      const double weight = n * rest * likelier * likelier;
      sum.by_intercept += surplus;
      sum.by_slope += surplus * x;
      sum.weights += weight;
      sum.first += weight * x;
      sum.second += weight * x * x;
    }
    sum.value -= penalty_ * slope * slope / 2;
    sum.by_slope -= penalty_ * slope;
    sum.second += penalty_;
    return sum;
  }

 private:
  struct Group {  ///< the trials at one x
    double x = 0;
    double passes = 0;
    double fails = 0;
  };

  void add(double x, bool pass) {
    auto group = std::find_if(groups_.begin(), groups_.end(), [&](const Group& g) { return g.x == x; });
    if (group == groups_.end()) group = groups_.insert(group, Group{x});
    (pass ? group->passes : group->fails) += 1;
  }

  double penalty_;
  std::vector<Group> groups_;
};

struct Fit {
  double intercept = 0;
  double slope = 0;
  double value = 0;
};

/// Newton; a step is halved until l* does not fall, which a concave function always allows.
Fit maximise(const Model& model) {
  Fit fit;
  Likelihood here = model.at(0, 0);
  for (int step = 0; step < kMostSteps; ++step) {
    const double det = here.weights * here.second - here.first * here.first;
    const double intercept = (here.second * here.by_intercept - here.first * here.by_slope) / det;
    const double slope = (here.weights * here.by_slope - here.first * here.by_intercept) / det;
    const auto size = std::max(std::fabs(intercept), std::fabs(slope));
    const double settled = kSettled * (1 + std::fabs(fit.intercept) + std::fabs(fit.slope));
    if (!(size > settled)) break;
    double share = 1;
    Likelihood next = model.at(fit.intercept + intercept, fit.slope + slope);
    while (!(next.value >= here.value) && share * size > settled) {
      share /= 2;
      next = model.at(fit.intercept + share * intercept, fit.slope + share * slope);
    }
    if (!(next.value >= here.value)) break;  // rounding: no better place can be told from this one
    fit.intercept += share * intercept;
    fit.slope += share * slope;
    here = next;
  }
  fit.value = here.value;
  return fit;
}

/// `function` has opposite signs at the two ends, given with their values, in any order.
template <typename Function>
double root_between(Function function, std::pair<double, double> a, std::pair<double, double> b) {
  if (a.first > b.first) std::swap(a, b);
  // Relative: the best slope for a half point far outside of the trials is tiny, and not 0.
  const auto close = [](double low, double high) {
    return high - low <= 1e-10 * std::max(std::fabs(low), std::fabs(high));
  };
  std::uintmax_t steps = kMostSteps;
  const auto [low, high] =
      boost::math::tools::toms748_solve(function, a.first, b.first, a.second, b.second, close, steps);
  return (low + high) / 2;
}

/// max over b ≤ 0 of l* with P(pass) = 0.5 at `half`.
double profile(const Model& model, double half) {
  const auto rising = [&](double slope) { return model.at(0, slope, half).by_slope; };
  std::pair<double, double> less{0, rising(0)};
  if (less.second >= 0) return model.at(0, 0, half).value;
  std::pair<double, double> steep{-1, rising(-1)};
  // Ends: the derivative of the penalty grows without limit, that of the likelihood does not.
  while (steep.second < 0) {
    less = std::exchange(steep, {2 * steep.first, rising(2 * steep.first)});
  }
  if (steep.second == 0) return model.at(0, steep.first, half).value;
  return model.at(0, root_between(rising, less, steep), half).value;
}

/// Where the profile leaves the interval, going from `from` in steps that double.
std::optional<double> end_of_interval(const Model& model, const Fit& fit, double allowed, double step) {
  const auto excess = [&](double x) { return 2 * (fit.value - profile(model, x)) - allowed; };
  const double from = -fit.intercept / fit.slope;
  std::pair<double, double> inside{from, -allowed};
  for (int i = 0; i < kMostDoublings; ++i, step *= 2) {
    const double x = inside.first + step;
    const std::pair<double, double> next{x, excess(x)};
    if (next.second > 0) return root_between(excess, inside, next);
    inside = next;
  }
  return std::nullopt;
}

}  // namespace

std::optional<HalfPoint> half_point(std::span<const Trial> trials, double steepest, double allowed) {
  HARNESS_ASSERT(steepest > 0 && allowed > 0);
  if (trials.empty()) return std::nullopt;
  const auto passes = std::count_if(trials.begin(), trials.end(), [](const Trial& t) { return t.pass; });
  const auto [lowest, highest] = std::minmax_element(
      trials.begin(), trials.end(), [](const Trial& a, const Trial& b) { return a.x < b.x; });
  if (passes == 0 || passes == std::ssize(trials) || lowest->x == highest->x) return std::nullopt;

  const double origin = (lowest->x + highest->x) / 2;
  const Model model(trials, origin, steepest);
  const Fit fit = maximise(model);
  if (!(fit.slope < 0)) return std::nullopt;
  HalfPoint point{origin - fit.intercept / fit.slope, fit.slope, {}, {}};
  const double step = 0.1 / -fit.slope;
  if (const auto low = end_of_interval(model, fit, allowed, -step)) point.low = origin + *low;
  if (const auto high = end_of_interval(model, fit, allowed, step)) point.high = origin + *high;
  return point;
}

}  // namespace harness::stats
