#include "harness/verify/declared_limits.hpp"

#include <fmt/format.h>

namespace harness::verify {

std::vector<Check> with_declared_limits(std::vector<Check> checks, const workload::Stack& stack) {
  for (Check& check : checks) {
    const auto declared = stack.cannot.find(check.name);
    if (declared == stack.cannot.end() || check.outcome == Outcome::kNotApplicable) continue;
    if (check.outcome == Outcome::kFail) {
      check = {check.name, Outcome::kNotApplicable,
               fmt::format("the manifest says it cannot: {} ({})", declared->second, check.detail)};
    } else {
      check = {check.name, Outcome::kFail,
               fmt::format("passes ({}), though the manifest says it cannot: take that out", check.detail)};
    }
  }
  return checks;
}

}  // namespace harness::verify
