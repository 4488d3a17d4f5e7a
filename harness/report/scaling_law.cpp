#include "harness/report/scaling_law.hpp"

#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "harness/report/text.hpp"
#include "harness/stats/amdahl.hpp"
#include "harness/stats/usl.hpp"

namespace harness::report {
namespace {

using stats::ScalingPoint;

double geometric_mean(const std::vector<BlockRate>& rates) {
  double sum = 0;
  for (const BlockRate& rate : rates) sum += std::log(rate.per_s);
  return std::exp(sum / static_cast<double>(rates.size()));
}

std::vector<ScalingPoint> points_of(const std::string& stack, const WorkerLevels& levels) {
  std::vector<ScalingPoint> points;
  for (const auto& [workers, cell] : levels) {
    const StackSummary* const there = stack_in(*cell, stack);
    if (there && !there->rates.empty())
      points.push_back({static_cast<double>(workers), geometric_mean(there->rates)});
  }
  return points;
}

std::string percent(const stats::Bounded& share) {
  return fmt::format("{:.1f} % [{:.1f}, {}]", 100 * share.estimate, 100 * share.low,
                     share.high ? fmt::format("{:.1f}", 100 * *share.high) : std::string(kNotMeasured));
}

std::string peak_of(const stats::UslFit& fit) {
  if (fit.peak) {
    const bool seen = fit.levels_past_peak >= stats::kFewestPastPeak;
    return fmt::format("{:.1f} workers{}", fit.peak->level, seen ? "" : ", not seen past it");
  }
  return fit.peak_state == stats::PeakState::kNone ? "none" : "beyond what was measured";
}

/// Law, serial share, crosstalk, peak.
std::vector<std::string> law_of(const std::vector<ScalingPoint>& points) {
  if (points.size() >= stats::kFewestUslLevels) {
    if (const auto fit = stats::fit_usl(points))
      return {"USL", percent(fit->alpha), percent(fit->beta), peak_of(*fit)};
  } else if (const auto fit = stats::fit_amdahl(points)) {
    return {"Amdahl", percent(fit->sigma), std::string(kNotMeasured), std::string(kNotMeasured)};
  }
  return std::vector<std::string>(4, std::string(kNotMeasured));
}

}  // namespace

std::optional<Scaling> scaling_law(const std::string& name, const WorkerLevels& levels) {
  using enum Table::Align;
  if (levels.size() < stats::kFewestAmdahlLevels) return std::nullopt;
  Scaling scaling{fmt::format("The law they follow from {} to {} workers: {}", levels.begin()->first,
                              levels.rbegin()->first, harmless(name)),
                  Table({{"  stack", kLeft},
                         {"law", kLeft},
                         {"waits in line [95 %]"},
                         {"talks to the others [95 %]"},
                         {"most with", kLeft}})};
  for (const StackSummary& stack : levels.begin()->second->stacks) {
    std::vector<std::string> cells{"  " + harmless(stack.stack)};
    for (std::string& figure : law_of(points_of(stack.stack, levels))) cells.push_back(std::move(figure));
    scaling.table.add(std::move(cells));
  }
  return scaling;
}

}  // namespace harness::report
