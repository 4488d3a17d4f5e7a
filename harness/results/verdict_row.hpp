#pragma once
// One row of verdicts.csv: what the stored rows say about one reading of one claim. Plain data; the meaning
// of each member is in the column dictionary. Not the judge: see harness/verdict.
// Units: effect, ci_low and ci_high are ratios (not logarithms), rounded to six significant digits.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/results/column.hpp"

namespace harness::results {

enum class Verdict { kSupported, kRefuted, kMixed, kInconclusive, kNotTestableHere };

/// "SUPPORTED" | "REFUTED" | "MIXED" | "INCONCLUSIVE" | "NOT_TESTABLE_HERE", as stored.
[[nodiscard]] std::string_view text(Verdict verdict);

struct VerdictRow {
  int schema = kSchema;
  std::string run_id;
  std::string claim;
  std::string reading;
  std::string quote;
  std::string metric;
  std::string numerator;
  std::string denominator;
  std::string cells;
  std::string direction;  ///< "above" | "below"
  double threshold = 1;
  Verdict verdict = Verdict::kInconclusive;
  std::string reason;
  std::optional<double> effect;
  std::optional<double> ci_low;
  std::optional<double> ci_high;
  std::optional<double> ci_level;
  std::uint64_t n_blocks = 0;
  std::optional<std::uint64_t> n_excluded;
  std::optional<std::uint64_t> looks_planned;
  std::optional<std::uint64_t> claims_in_family;
  std::optional<double> p_value;
  std::optional<double> p_holm;
  std::optional<double> pseudo_median;
  std::string companion;  ///< "agrees" | "wider" | "opposite"
  std::optional<std::uint64_t> blocks_needed;
  std::optional<double> minutes_needed;
  std::string also_shown;
  std::string detail;
  std::string claims_sha256;
  std::string why;

  friend bool operator==(const VerdictRow&, const VerdictRow&) = default;
};

}  // namespace harness::results
