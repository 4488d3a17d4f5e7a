#pragma once
// One row of causes.csv: how much of a claim's gap goes when one knob is turned. Plain data; the meaning of
// each member is in the column dictionary. No verdict, and no part of one: see harness/verdict/causes.hpp.
// Units: gap and gap_turned are ratios, shares are of the gap's logarithm; rounded to six significant digits.
#include <cstdint>
#include <optional>
#include <string>

#include "harness/results/column.hpp"

namespace harness::results {

struct CauseRow {
  std::string run_id;
  std::string claim;
  std::string reading;
  std::string knob;
  std::string arm;
  std::string turned;
  std::string cells;
  std::string metric;
  std::optional<double> gap;
  std::optional<double> gap_turned;
  std::optional<double> share;
  std::optional<double> share_low;
  std::optional<double> share_high;
  std::optional<double> ci_level;
  std::uint64_t n_blocks = 0;
  std::string reason;

  friend bool operator==(const CauseRow&, const CauseRow&) = default;
};

}  // namespace harness::results
