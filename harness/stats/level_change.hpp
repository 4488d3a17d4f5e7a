#pragma once
// Did a series settle on one level, or on two? The best single change point of a short series. Pure; finds,
// does not judge: it always has an answer for a series that is long enough.
// Source: least squares on logarithms over all splits, e.g. Hawkins 1977, Testing a Sequence of Observations
// for a Shift in Location; logarithms because speeds change by factors.
#include <cstddef>
#include <optional>
#include <span>

namespace harness::stats {

struct LevelChange {
  std::size_t at = 0;    ///< first element of the second level
  double ratio = 1;      ///< second level ÷ first, geometric means
  double explained = 0;  ///< share of the variance that the split accounts for, 0 … 1
};

/// `levels` are > 0. At least two and a fifth of them stand on either side. Absent with fewer than six.
[[nodiscard]] std::optional<LevelChange> best_level_change(std::span<const double> levels);

}  // namespace harness::stats
