#include "harness/experiment/rate_ties.hpp"

#include <algorithm>

namespace harness::experiment {

results::Gate RateTies::check(const Plan& plan, const Slot& slot, const results::SliceRow& row) {
  const double rate = row.throughput_rps.value_or(0);
  const bool waits = row.limited_by == "waiting";
  const bool own = plan.arms[slot.arm].control == Control::kNone;
  if (row.status != results::SliceStatus::kOk || row.rate_rps || waits || !own || rate <= 0)
    return results::Gate::kNa;
  Rates& rates = rates_[slot.cell];
  rates[row.stack] = rate;
  if (rates.size() < kTied) return results::Gate::kNa;
  const auto tied = std::ranges::count_if(
      rates, [&](const auto& other) { return std::max(other.second / rate, rate / other.second) <= kTie; });
  return tied >= kTied ? results::Gate::kWarn : results::Gate::kPass;
}

}  // namespace harness::experiment
