#pragma once
// Rows → one log ratio per block: the only numbers a verdict rests on. Private to this module.
// A block counts when both sides have all their slices, every one of them is ok, and the machine was quiet.
// Not a statistic: see contrast.hpp. Units: natural logarithms of ratios.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "harness/results/procedure.hpp"
#include "harness/verdict/observations.hpp"
#include "harness/workload/claim.hpp"

namespace harness::verdict {

/// A block that both sides completed.
struct BlockEffect {
  std::optional<double> log_ratio;  ///< absent where a row must not feed a verdict, or the block is left out
  bool noisy = false;               ///< every row is sound; left out by a noise guard
  std::optional<double> control_log_ratio{};  ///< of the claim's scaling control, where the block counts
  int number = 0;                             ///< of the block
};

struct BlockEffects {
  std::vector<BlockEffect> complete;        ///< in block order
  std::string lost_to;                      ///< the most frequent reason for which blocks do not count
  std::optional<std::string> not_testable;  ///< why one side was never measured here

  [[nodiscard]] std::vector<double> log_ratios() const;  ///< of the blocks that count
  [[nodiscard]] std::vector<double> control_log_ratios() const;
  [[nodiscard]] std::size_t n() const;
  [[nodiscard]] std::size_t lost() const { return complete.size() - n(); }
  [[nodiscard]] std::size_t noisy() const;  ///< of the lost ones
  [[nodiscard]] bool mostly_noisy() const { return 2 * noisy() > lost(); }
  /// As if the run had ended after so many complete blocks.
  [[nodiscard]] BlockEffects first(std::size_t blocks) const;
  /// As if it had ended with the n-th block that counts; all of them when there are not so many.
  [[nodiscard]] BlockEffects until_counted(std::size_t n) const;
};

/// Of several contrasts: the mean of their log ratios, in the blocks that all of them completed.
[[nodiscard]] BlockEffects block_effects(const workload::Claim& claim, workload::Place place,
                                         const Observations& rows,
                                         const std::optional<results::NoiseGuards>& guards);

}  // namespace harness::verdict
