#pragma once
// What `harness compare` found, and its four forms. Private to this module.
#include <string>
#include <vector>

#include "harness/verdict/comparability.hpp"
#include "harness/verdict/replication.hpp"

namespace harness::cli {

struct ClaimVerdicts {
  std::string claim;                  ///< "SP8 T0"
  std::vector<std::string> verdicts;  ///< by run, recomputed from its rows
};

/// Throughput of one stack in one cell: raw, and in units of the machine itself. The null server is a unit of
/// network and system calls, the canary one of computing.
struct AbsoluteRate {
  std::string cell;
  std::string stack;
  std::vector<std::optional<double>> rps;           ///< median of the valid slices, by run
  std::vector<std::optional<double>> per_null_rps;  ///< by run
  std::vector<std::optional<double>> per_canary;    ///< by run: answers in the time of one canary

  /// Both units say the same of how the runs compare, within 15 %; absent when one of them is.
  /// Source of the limit: declared with the design of the comparison.
  [[nodiscard]] std::optional<bool> units_agree() const;
};

struct Comparison {
  std::vector<std::string> runs;  ///< as the user gave them; the first is A
  std::vector<ClaimVerdicts> verdicts;
  std::vector<verdict::ReplicatedPlace> places;
  std::vector<AbsoluteRate> rates;
  std::vector<verdict::OtherFact> other_facts;
};

[[nodiscard]] std::string compare_text(const Comparison& comparison);
[[nodiscard]] std::string compare_markdown(const Comparison& comparison);
[[nodiscard]] std::string compare_csv(const Comparison& comparison);  ///< the places only
[[nodiscard]] std::string compare_json(const Comparison& comparison);

}  // namespace harness::cli
