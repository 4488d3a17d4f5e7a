#pragma once
// What `harness verify` prints. Judges nothing: a stack has passed when it was launched and no check failed.
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "harness/base/duration.hpp"
#include "harness/verify/contract.hpp"

namespace harness::cli {

struct Verified {
  std::string stack;
  std::string tier;
  std::string launch_problem;  ///< empty when it ran
  bool not_testable = false;   ///< by its manifest: a row with the reason, no failure
  bool absent = false;  ///< something is not installed here: a failure only of a stack that was asked for
  std::vector<verify::Check> checks;
  Nanoseconds took{0};  ///< to launch, check and stop it, without the wait for its idle connection
  [[nodiscard]] std::size_t count(verify::Outcome outcome) const;
  [[nodiscard]] bool passed() const;
};

void print_checks(const Verified& verified);
/// One line for each stack.
void print_summary(std::span<const Verified> all, Nanoseconds took);
void print_json(std::span<const Verified> all);

}  // namespace harness::cli
