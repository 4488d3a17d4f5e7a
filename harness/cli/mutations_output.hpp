#pragma once
// What came of planting pitfalls, as a table for people, JSON for programs, CSV to keep. Errors: kEnvironment
// when the file cannot be written.
#include <filesystem>
#include <string>
#include <vector>

#include "harness/base/error.hpp"
#include "harness/results/mutation_row.hpp"
#include "harness/verify/contract.hpp"

namespace harness::cli {

struct HealthyCopy {
  std::string stack;
  std::string problem;  ///< why it did not run; empty when it did
  std::vector<verify::Check> caught;
  [[nodiscard]] bool silent() const { return problem.empty() && caught.empty(); }
};

struct MutationsOutcome {
  std::vector<HealthyCopy> healthy;
  std::vector<results::MutationRow> rows;
  [[nodiscard]] bool all_as_they_should() const;
};

[[nodiscard]] std::string mutations_text(const MutationsOutcome& outcome);
[[nodiscard]] std::string mutations_json(const MutationsOutcome& outcome);
[[nodiscard]] Result<void> write_mutations(const MutationsOutcome& outcome,
                                           const std::filesystem::path& file);

}  // namespace harness::cli
