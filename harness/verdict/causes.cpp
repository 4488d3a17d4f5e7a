#include "harness/verdict/causes.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <numeric>
#include <variant>

#include "harness/stats/fieller.hpp"
#include "harness/verdict/certificate.hpp"
#include "harness/verdict/contrast.hpp"
#include "harness/verdict/observations.hpp"
#include "harness/verdict/wording.hpp"

namespace harness::verdict {
namespace {

using results::CauseRow;
using workload::Cause;
using workload::Claim;

/// Of a claim with a control, the gap is between two gains, whatever share of the control's its threshold
/// asks for.
Claim whole_gap(Claim claim) {
  if (claim.control && !claim.denominator.empty()) claim.control->share = 1.0;
  return claim;
}

/// The claim as if it had been made about the other arm. One that compares a stack with itself moves as a
/// whole.
Claim turned(Claim claim, const Cause& cause) {
  const bool above = claim.numerator == cause.arm;
  const bool below = claim.denominator == cause.arm;
  if (above) claim.numerator = cause.turned;
  if (below) claim.denominator = cause.turned;
  if (!cause.cell) return claim;
  for (workload::Contrast& contrast : claim.contrasts)
    (above ? contrast.numerator_cell : contrast.denominator_cell) = *cause.cell;
  return claim;
}

/// Log ratios of the blocks that count both ways.
struct Gaps {
  std::vector<double> gap;
  std::vector<double> turned;
  [[nodiscard]] std::vector<double> gone() const {
    std::vector<double> gone;
    std::ranges::transform(gap, turned, std::back_inserter(gone), std::minus<>());
    return gone;
  }
};

Gaps in_the_same_blocks(const BlockEffects& gap, const BlockEffects& turned) {
  Gaps both;
  for (const BlockEffect& block : gap.complete) {
    const auto other = std::ranges::lower_bound(turned.complete, block.number, {}, &BlockEffect::number);
    if (other == turned.complete.end() || other->number != block.number) continue;
    if (!block.log_ratio || !other->log_ratio) continue;
    both.gap.push_back(*block.log_ratio);
    both.turned.push_back(*other->log_ratio);
  }
  return both;
}

/// Why a verdict could not rest on these blocks either; empty when it could.
std::string why_not(const Evidence& evidence) {
  return evidence.blocks.not_testable.value_or(evidence.withheld);
}

double as_ratio(const std::vector<double>& logs) {
  const double sum = std::accumulate(logs.begin(), logs.end(), 0.0);
  return six_digits(std::exp(sum / static_cast<double>(logs.size())));
}

void show_share(const Gaps& both, double level, CauseRow& row) {
  const auto found = stats::ratio_of_paired_means(both.gone(), both.gap, level);
  const auto* share = found ? std::get_if<stats::BoundedRatio>(&*found) : nullptr;
  if (!share) {
    row.reason = kNoGap;
    return;
  }
  row.share = six_digits(share->estimate);
  row.share_low = six_digits(share->low);
  row.share_high = six_digits(share->high);
  row.ci_level = share->level;
}

CauseRow row_of(const Claim& claim, const Cause& cause, workload::Place place, const Context& context) {
  CauseRow row;
  row.run_id = context.run_id;
  row.claim = claim.id;
  row.reading = claim.reading;
  row.knob = cause.knob;
  row.arm = cause.arm;
  row.turned = cause.turned;
  row.cells = text_of(place);
  row.metric = claim.metric_at(place.front());
  return row;
}

CauseRow share_at(std::size_t place, const Claim& claim, const Cause& cause, const Observations& rows,
                  const Context& context) {
  const Claim gap = whole_gap(claim);
  const Claim without = turned(gap, cause);
  const Evidence before = gather(gap, gap.places()[place], rows, context);
  const Evidence after = gather(without, without.places()[place], rows, context);
  CauseRow row = row_of(claim, cause, claim.places()[place], context);
  row.reason = why_not(before);
  if (row.reason.empty()) row.reason = why_not(after);
  const Gaps both = in_the_same_blocks(before.blocks, after.blocks);
  row.n_blocks = both.gap.size();
  const auto fewest = static_cast<std::size_t>(std::max(context.procedure.min_blocks, 2));
  if (row.reason.empty() && row.n_blocks < fewest) row.reason = kTooFewBlocks;
  if (!row.reason.empty()) return row;
  row.gap = as_ratio(both.gap);
  row.gap_turned = as_ratio(both.turned);
  show_share(both, 1 - context.procedure.alpha, row);
  return row;
}

/// A server was seen to differ from itself: no difference of this run can be divided.
void withhold_all(std::vector<CauseRow>& rows) {
  for (CauseRow& row : rows) {
    row.gap = row.gap_turned = row.share = row.share_low = row.share_high = row.ci_level = {};
    row.reason = kControlAlarm;
  }
}

}  // namespace

std::vector<CauseRow> causes(std::span<const Claim> claims, const Observations& rows,
                             const Context& context) {
  std::vector<CauseRow> all;
  if (!context.may_judge) return all;
  for (const Claim& claim : claims) {
    for (const Cause& cause : claim.causes) {
      for (std::size_t place = 0; place < claim.places().size(); ++place)
        all.push_back(share_at(place, claim, cause, rows, context));
    }
  }
  const auto controls = certificate(rows, context);
  const auto alarm = results::ControlOutcome::kAlarm;
  if (std::ranges::find(controls, alarm, &results::ControlRow::outcome) != controls.end()) withhold_all(all);
  return all;
}

std::vector<CauseRow> causes(std::span<const Claim> claims, std::span<const results::SliceRow> rows,
                             const Context& context) {
  return causes(claims, observe(claims, rows, context.procedure), context);
}

}  // namespace harness::verdict
