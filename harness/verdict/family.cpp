#include "harness/verdict/family.hpp"

#include <algorithm>

#include "harness/stats/multiplicity.hpp"

namespace harness::verdict {
namespace {

/// SUPPORTED and REFUTED need every place, so the largest p counts; for MIXED one place on each side is
/// enough, and they may be any, so their p is multiplied by how many there are.
ClaimTest test_of(const Places& places) {
  double largest = 0;
  double smallest_for = 1;
  double smallest_against = 1;
  std::size_t tested = 0;
  for (const Evidence& place : places) {
    if (place.blocks.not_testable) continue;
    ++tested;
    largest = std::max(largest, place.p);
    double& smallest = place.speaks_for ? smallest_for : smallest_against;
    smallest = std::min(smallest, place.p);
  }
  if (tested == 0) return {};
  if (smallest_for == 1 || smallest_against == 1) return {largest, true, 1};
  const double both = std::max(smallest_for, smallest_against);
  return {std::min(1.0, static_cast<double>(tested) * both), true, tested};
}

}  // namespace

Family family_of(const std::vector<Places>& claims, const results::Procedure& procedure) {
  Family family;
  std::vector<double> p;
  for (const Places& places : claims) {
    family.tests.push_back(test_of(places));
    if (family.tests.back().testable) p.push_back(family.tests.back().p);
  }
  family.size = p.size();
  const auto adjusted = stats::holm_adjusted(p);
  const auto alphas = stats::holm_levels(p, procedure.alpha);
  HARNESS_ASSERT(adjusted && alphas);
  std::size_t next = 0;
  for (const ClaimTest& test : family.tests) {
    const bool shares = test.testable && procedure.family;
    family.alpha_per_place.push_back(shares ? (*alphas)[next] / static_cast<double>(test.spread_over)
                                            : procedure.alpha);
    family.p_holm.push_back(test.testable ? (*adjusted)[next] : 1);
    next += test.testable ? 1 : 0;
  }
  return family;
}

}  // namespace harness::verdict
