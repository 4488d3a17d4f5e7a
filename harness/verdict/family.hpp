#pragma once
// The claims of one run share α: what each p is worth among the others. Pure; private to this module.
// Source: Holm 1979 over claims; within a claim the intersection-union test (Berger 1982).
#include <cstddef>
#include <vector>

#include "harness/results/procedure.hpp"
#include "harness/verdict/contrast.hpp"

namespace harness::verdict {

using Places = std::vector<Evidence>;  ///< of one claim, by contrast

/// What a claim asks of its places: all of them on one side, or some on each.
struct ClaimTest {
  double p = 1;
  bool testable = false;
  std::size_t spread_over = 1;  ///< places among which its α is divided
};

struct Family {
  std::vector<ClaimTest> tests;         ///< by claim
  std::vector<double> p_holm;           ///< by claim; 1 where it could not be tested
  std::vector<double> alpha_per_place;  ///< by claim: what each of its places may spend at all looks together
  std::size_t size = 0;                 ///< claims that could be tested
};

[[nodiscard]] Family family_of(const std::vector<Places>& claims, const results::Procedure& procedure);

}  // namespace harness::verdict
