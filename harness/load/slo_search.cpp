#include "harness/load/slo_search.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "harness/base/error.hpp"
#include "harness/stats/interval.hpp"
#include "harness/stats/logistic.hpp"

namespace harness::load {
namespace {

using End = SloAnswer::End;

/// Probes aside the estimate are where the fit says 18 % and 82 %: log odds ±1.5. Source: the D-optimal
/// design of a logistic curve is two points at ±1.54 (Minkin 1987, "Optimal designs for binary data").
constexpr double kAside = 1.5;
/// But never further than half of a doubling.
const double kFurthest = std::log(2.0) / 2;
/// An interval that reaches further than tenfold has seen no end.
const double kNoEnd = std::log(10.0);

/// Rates that people can type again, and that repeat.
double three_digits(double rate) {
  const double unit = std::pow(10.0, std::floor(std::log10(rate)) - 2);
  return std::round(rate / unit) * unit;
}

std::string text_of(RequestsPerSecond rate, const char* unit) {
  return fmt::format("{:.10g}{}", three_digits(rate.value), unit);
}

double half_width(const SloAnswer& answer) {
  return (answer.high->value - answer.low->value) / 2 / answer.rate->value;
}

}  // namespace

SloSearch::SloSearch(const SloSearchSpec& spec)
    : spec_(spec), random_(random_stream(spec.seed, {0x510})), next_(spec.start) {
  HARNESS_ASSERT(spec.start.value > 0 && spec.ceiling >= spec.start && spec.tolerance > 0 && spec.budget > 0);
}

void SloSearch::record(RequestsPerSecond rate, bool met) {
  HARNESS_ASSERT(rate.value > 0);
  if (finished()) return;
  probes_.push_back({rate.value, met});
  climbing_ ? climb(rate.value) : close_in();
  if (!finished() && probes_.size() >= spec_.budget) spend_budget();
}

SloSearch::Votes SloSearch::votes_at(double rate) const {
  Votes votes;
  for (const Probe& probe : probes_) {
    if (probe.rate == rate) ++(probe.met ? votes.passes : votes.fails);
  }
  return votes;
}

void SloSearch::climb(double rate) {
  const auto [passes, fails] = votes_at(rate);
  const bool at_ceiling = rate >= spec_.ceiling.value;
  const bool failed = fails >= 2 && fails > passes;
  const bool passed = passes > fails && (passes >= 2 || (fails == 0 && !at_ceiling));
  if (failed && rate <= spec_.start.value) {
    end_without_rate(End::kLowestFails);
  } else if (failed) {
    climbing_ = false;
    close_in();
  } else if (passed && at_ceiling) {
    end_without_rate(End::kCeilingPasses);
  } else if (passed) {
    next_.value = std::min(2 * rate, spec_.ceiling.value);
  }
}

void SloSearch::close_in() {
  std::vector<stats::Trial> trials;
  double highest = 0;
  for (const Probe& probe : probes_) {
    trials.push_back({std::log(probe.rate), probe.met});
    highest = std::max(highest, probe.rate);
  }
  // Student's t instead of the normal: the slope is estimated from the same few probes. The steepest slope
  // tells 27 % from 73 % within the tolerance; believing in steeper ones is what makes early luck look
  // precise.
  const double t = stats::t_quantile(0.975, static_cast<double>(probes_.size()) - 2);
  const auto half = stats::half_point(trials, 1 / spec_.tolerance, t * t);
  answer_ = {};
  if (!half) {
    next_.value = highest;
    return;
  }
  if (half->high && *half->high < std::log(spec_.start.value)) return end_without_rate(End::kLowestFails);
  if (half->low && *half->low > std::log(spec_.ceiling.value)) return end_without_rate(End::kCeilingPasses);
  if (half->low && half->high && half->x - *half->low < kNoEnd && *half->high - half->x < kNoEnd) {
    answer_.rate = RequestsPerSecond{std::exp(half->x)};
    answer_.low = RequestsPerSecond{std::exp(*half->low)};
    answer_.high = RequestsPerSecond{std::exp(*half->high)};
    if (half_width(answer_) <= spec_.tolerance) answer_.end = End::kFound;
  }
  const double aside =
      std::clamp(kAside / -half->slope, spec_.tolerance, std::max(spec_.tolerance, kFurthest));
  next_.value = std::clamp(three_digits(std::exp(half->x + draw_side() * aside)), spec_.start.value,
                           std::min(spec_.ceiling.value, 2 * highest));
}

double SloSearch::draw_side() {
  if (sides_drawn_ % sides_.size() == 0) shuffle(std::span<double>(sides_), random_);
  return sides_[sides_drawn_++ % sides_.size()];
}

void SloSearch::end_without_rate(SloAnswer::End end) {
  answer_ = {};
  answer_.end = end;
  const bool lowest = end == End::kLowestFails;
  const RequestsPerSecond rate = lowest ? spec_.start : spec_.ceiling;
  const auto [passes, fails] = votes_at(rate.value);
  answer_.reason = fmt::format(
      "{} {}, {}, {} meet it ({} of {} probes there did)", lowest ? "already the lowest" : "even the highest",
      spec_.what, text_of(rate, spec_.unit), lowest ? "does not" : "does", passes, passes + fails);
}

void SloSearch::spend_budget() {
  answer_.end = End::kBudgetSpent;
  answer_.reason =
      answer_.rate ? fmt::format("{} probes are spent and the interval is ±{:.2g} %, wider than ±{:.2g} %",
                                 probes_.size(), 100 * half_width(answer_), 100 * spec_.tolerance)
      : climbing_  ? fmt::format("{} probes are spent and no {} failed repeatedly; the last was {}",
                                 probes_.size(), spec_.what, text_of({probes_.back().rate}, spec_.unit))
                  : fmt::format("{} probes are spent and they contradict each other too much for an interval",
                                probes_.size());
}

}  // namespace harness::load
