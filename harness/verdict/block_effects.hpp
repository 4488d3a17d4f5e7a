#pragma once
// Rows → one log ratio per block: the only numbers a verdict rests on. Private to this module.
// A block counts when both sides have all their slices and every one of them is ok.
// Not a statistic: see contrast.hpp. Units: natural logarithms of ratios.
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/results/slice_row.hpp"
#include "harness/workload/claim.hpp"

namespace harness::verdict {

struct BlockEffects {
  std::vector<double> log_ratios;           ///< in block order
  std::size_t lost_blocks = 0;              ///< complete, but with rows that must not feed a verdict
  std::string lost_to;                      ///< the most frequent reason of those rows
  std::optional<std::string> not_testable;  ///< why one side was never measured here

  [[nodiscard]] std::size_t n() const { return log_ratios.size(); }
  [[nodiscard]] std::size_t complete_blocks() const { return n() + lost_blocks; }
};

[[nodiscard]] BlockEffects block_effects(const workload::Claim& claim, const workload::Contrast& contrast,
                                         std::span<const results::SliceRow> rows);

}  // namespace harness::verdict
