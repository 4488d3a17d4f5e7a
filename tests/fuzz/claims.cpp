// A claims.toml of any bytes is refused line by line, or every claim in it can be judged.
#include <cmath>

#include "target.hpp"
#include "workload_reading.hpp"

namespace harness::fuzz {
namespace {

void check_claim(const workload::Claim& claim) {
  HARNESS_ASSERT(!claim.contrasts.empty());
  HARNESS_ASSERT(std::isfinite(claim.threshold) && claim.threshold > 0 && claim.equivalence_margin > 1);
  for (const auto& contrast : claim.contrasts) {
    HARNESS_ASSERT(contrast.numerator_cell.connections > 0);
    HARNESS_ASSERT(contrast.ideal.has_value() != (contrast.denominator_cell.connections > 0));
    HARNESS_ASSERT(!contrast.ideal || (std::isfinite(*contrast.ideal) && *contrast.ideal > 0));
    HARNESS_ASSERT(contrast.ideal || !claim.denominator.empty());
  }
}

void claims(std::string_view bytes) {
  const auto text = as_file("claims.toml", bytes);
  workload::Catalog catalog = repository();
  catalog.claims.clear();
  workload::Problems problems;
  read_claims(text, catalog, problems);
  check_problems(problems, text);
  HARNESS_ASSERT(catalog.claims_text == bytes);
  if (!problems.none()) return;
  HARNESS_ASSERT(!catalog.claims.empty());
  for (const auto& claim : catalog.claims) check_claim(claim);
}

const Target kClaims("claims", claims);

}  // namespace
}  // namespace harness::fuzz
