#include "harness/verdict/still_wanted.hpp"

#include "harness/verdict/block_effects.hpp"
#include "harness/verdict/certificate.hpp"

namespace harness::verdict {
namespace {

class Wanted {
 public:
  Wanted(const Observations& rows, const Context& context) : rows_(rows), context_(context) {}

  void add_if_short(const workload::Claim& claim, workload::Place place, int blocks) {
    const BlockEffects effects = block_effects(claim, place, rows_, context_.procedure.noise_guards);
    if (effects.not_testable || effects.n() >= static_cast<std::size_t>(blocks) || beyond_rescue(effects))
      return;
    for (const workload::Contrast& contrast : place) {
      series_.insert({claim.numerator, contrast.numerator_cell.id()});
      if (!contrast.ideal) series_.insert({claim.denominator, contrast.denominator_cell.id()});
      if (contrast.grown_from) {
        series_.insert({claim.numerator, contrast.grown_from->id()});
        if (!contrast.ideal) series_.insert({claim.denominator, contrast.grown_from->id()});
      }
      if (claim.control) {
        series_.insert({claim.control->stack, contrast.numerator_cell.id()});
        if (!contrast.ideal) series_.insert({claim.control->stack, contrast.denominator_cell.id()});
      }
    }
  }

  [[nodiscard]] const std::set<results::Series>& series() const { return series_; }

 private:
  /// Were every block that may follow to count, too large a share would still be lost.
  [[nodiscard]] bool beyond_rescue(const BlockEffects& effects) const {
    const int most = context_.procedure.looks.back() + context_.procedure.spare_blocks.value_or(0);
    return static_cast<double>(effects.lost()) > context_.max_lost_share * most;
  }

  const Observations& rows_;
  const Context& context_;
  std::set<results::Series> series_;
};

}  // namespace

std::set<results::Series> still_wanted(std::span<const workload::Claim> claims,
                                       std::span<const results::SliceRow> rows, const Context& context) {
  HARNESS_ASSERT(!context.procedure.looks.empty());
  const Observations observations = observe(claims, rows, context.procedure);
  Wanted wanted(observations, context);
  const auto verdicts = judge(claims, observations, context);
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    if (verdicts[i].verdict != results::Verdict::kInconclusive) continue;
    for (const workload::Place place : claims[i].places())
      wanted.add_if_short(claims[i], place, context.procedure.looks.back());
  }
  // Controls speak for the verdicts there are: they need no more blocks than those took.
  const auto& looks = context.procedure.looks;
  const bool decided = !verdicts.empty() && wanted.series().empty();
  const int enough = decided ? looks.front() : looks.back();
  if (const auto& controls = context.procedure.controls) {
    for (const std::string& arm : {controls->same_arm(), controls->slower_arm()}) {
      if (arm == controls->slower_arm() && !controls->no_slower.empty()) continue;
      const workload::Claim control = comparison_with(arm, *controls);
      wanted.add_if_short(control, control.places().front(), enough);
    }
  }
  return wanted.series();
}

}  // namespace harness::verdict
