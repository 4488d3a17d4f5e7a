// A causes.toml of any bytes is refused line by line, or turns knobs of claims that there are, on arms that
// are measured with them.
#include <algorithm>

#include "target.hpp"
#include "workload_reading.hpp"

namespace harness::fuzz {
namespace {

void check_cause(const workload::Cause& cause, const workload::Claim& claim) {
  HARNESS_ASSERT(!cause.knob.empty() && !cause.explanation.empty());
  HARNESS_ASSERT(cause.arm == claim.numerator || cause.arm == claim.denominator);
  const auto& stacks = find_suite(repository(), claim.suite)->stacks;
  HARNESS_ASSERT(cause.turned != cause.arm && std::ranges::find(stacks, cause.turned) != stacks.end());
  HARNESS_ASSERT(!cause.cell || claim.contrasts.size() == 1);
  HARNESS_ASSERT(std::ranges::count_if(claim.causes, [&](const workload::Cause& other) {
                   return other.knob == cause.knob && other.arm == cause.arm;
                 }) == 1);
}

void causes(std::string_view bytes) {
  const auto text = as_file("causes.toml", bytes);
  workload::Catalog catalog = repository();
  for (workload::Claim& claim : catalog.claims) claim.causes.clear();
  workload::Problems problems;
  read_causes(text, catalog, problems);
  check_problems(problems, text);
  if (!problems.none()) return;
  for (const workload::Claim& claim : catalog.claims) {
    for (const workload::Cause& cause : claim.causes) check_cause(cause, claim);
  }
}

const Target kCauses("causes", causes);

}  // namespace
}  // namespace harness::fuzz
