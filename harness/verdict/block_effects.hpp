#pragma once
// Rows → one log ratio per block: the only numbers a verdict rests on. Private to this module.
// A block counts when both sides have all their slices and every one of them is ok.
// Not a statistic: see contrast.hpp. Units: natural logarithms of ratios.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "harness/verdict/row_index.hpp"
#include "harness/workload/claim.hpp"

namespace harness::verdict {

struct BlockEffects {
  /// Blocks that both sides completed, in block order; nothing where a row of it must not feed a verdict.
  std::vector<std::optional<double>> complete;
  std::string lost_to;                      ///< the most frequent reason of those rows
  std::optional<std::string> not_testable;  ///< why one side was never measured here

  [[nodiscard]] std::vector<double> log_ratios() const;  ///< of the blocks that count
  [[nodiscard]] std::size_t n() const;
  [[nodiscard]] std::size_t lost() const { return complete.size() - n(); }
  /// As if the run had ended after so many complete blocks.
  [[nodiscard]] BlockEffects first(std::size_t blocks) const;
  /// As if it had ended with the n-th block that counts; all of them when there are not so many.
  [[nodiscard]] BlockEffects until_counted(std::size_t n) const;
};

[[nodiscard]] BlockEffects block_effects(const workload::Claim& claim, const workload::Contrast& contrast,
                                         const RowIndex& rows);

}  // namespace harness::verdict
