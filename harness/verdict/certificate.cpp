#include "harness/verdict/certificate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "harness/stats/interval.hpp"
#include "harness/verdict/block_effects.hpp"
#include "harness/verdict/wording.hpp"
#include "harness/workload/catalog.hpp"

namespace harness::verdict {
namespace {

using results::ControlOutcome;
using results::ControlRow;

/// More to do makes a rate smaller, and a time longer.
bool is_rate(std::string_view metric) {
  constexpr std::array<std::string_view, 3> kRates{"throughput_rps", "requests_per_server_cpu_s",
                                                   "job_rate_per_s"};
  return std::ranges::find(kRates, metric) != kRates.end();
}

/// The log ratio that a two-sided test at 5 % finds in four of five runs of so many blocks.
/// Source: as stats::blocks_needed, solved for the difference.
double detectable(const stats::Interval& effect) {
  constexpr double kPower = 0.8;
  const auto n = static_cast<double>(effect.n);
  return (stats::t_quantile(0.975, n - 1) + stats::t_quantile(kPower, n - 1)) * effect.standard_deviation /
         std::sqrt(n);
}

std::string why_unknown(const BlockEffects& blocks, const Context& context) {
  if (blocks.not_testable) return *blocks.not_testable;
  if (static_cast<double>(blocks.lost()) >
      context.max_lost_share * static_cast<double>(blocks.complete.size())) {
    return lost_blocks(blocks);
  }
  if (blocks.n() < static_cast<std::size_t>(context.procedure.min_blocks)) {
    return fmt::format("{} of the at least {} blocks that are needed count", blocks.n(),
                       context.procedure.min_blocks);
  }
  return {};
}

/// Everything but the outcome, which is unknown until there is an interval.
ControlRow shown(std::string name, const std::string& arm, double level, const Observations& rows,
                 const Context& context) {
  const results::Controls& controls = *context.procedure.controls;
  const workload::Claim claim = comparison_with(arm, controls);
  const BlockEffects blocks =
      block_effects(claim, claim.places().front(), rows, context.procedure.noise_guards);
  ControlRow row;
  row.run_id = context.run_id;
  row.control = std::move(name);
  row.metric = controls.metric;
  row.stack = controls.stack;
  row.arm = arm;
  row.cell = claim.contrasts.front().numerator_cell.id();
  row.n_blocks = blocks.n();
  if (context.procedure.noise_guards) row.n_excluded = blocks.noisy();
  row.reason = arm == controls.slower_arm() && !controls.no_slower.empty() ? controls.no_slower
                                                                           : why_unknown(blocks, context);
  if (!row.reason.empty()) return row;
  const auto effect = stats::mean_interval(blocks.log_ratios(), level);
  HARNESS_ASSERT(effect);
  row.effect = six_digits(std::exp(effect->estimate));
  row.ci_low = six_digits(std::exp(effect->low));
  row.ci_high = six_digits(std::exp(effect->high));
  row.ci_level = level;
  row.detectable = six_digits(std::exp(detectable(*effect)));
  return row;
}

ControlRow a_a(const Observations& rows, const Context& context) {
  const results::Controls& controls = *context.procedure.controls;
  ControlRow row = shown("A/A", controls.same_arm(), controls.alarm_level, rows, context);
  if (row.effect)
    row.outcome = *row.ci_low > 1 || *row.ci_high < 1 ? ControlOutcome::kAlarm : ControlOutcome::kQuiet;
  return row;
}

ControlRow slower(const Observations& rows, const Context& context) {
  const results::Controls& controls = *context.procedure.controls;
  ControlRow row = shown(fmt::format("+{:.0f} %", 100 * (controls.slowdown - 1)), controls.slower_arm(),
                         1 - context.procedure.alpha, rows, context);
  if (row.effect) row.outcome = *row.ci_low > 1 ? ControlOutcome::kFound : ControlOutcome::kMissed;
  return row;
}

}  // namespace

workload::Claim comparison_with(const std::string& arm, const results::Controls& controls) {
  const workload::Cell cell = controls.cell.empty() ? workload::Cell{controls.target, controls.connections}
                                                    : workload::cell_called(controls.cell);
  workload::Claim claim;
  claim.kind = workload::ClaimKind::kComparison;
  claim.metric = controls.metric;
  claim.numerator = controls.stack;
  claim.denominator = arm;
  if (!is_rate(controls.metric)) std::swap(claim.numerator, claim.denominator);
  claim.contrasts = {{cell, cell, {}}};
  return claim;
}

std::vector<ControlRow> certificate(const Observations& rows, const Context& context) {
  if (!context.may_judge || !context.procedure.controls) return {};
  std::vector<ControlRow> controls{a_a(rows, context), slower(rows, context)};
  for (ControlRow& row : controls) row.schema = rows.schema().value_or(results::kSchema);
  return controls;
}

std::vector<ControlRow> certificate(std::span<const results::SliceRow> rows, const Context& context) {
  return certificate(observe({}, rows, context.procedure), context);
}

}  // namespace harness::verdict
