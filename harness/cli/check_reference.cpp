#include "harness/cli/check_reference.hpp"

#include "harness/cli/exit_code.hpp"
#include "harness/verdict/drift.hpp"

namespace harness::cli {

Result<results::StoredRun> read_reference(const std::filesystem::path& folder, const std::string& suite) {
  auto reference = results::read_run(folder);
  if (!reference) return reference;
  if (reference->manifest.suite != suite) {
    return usage_error("{} is a run of suite '{}', this one is of '{}': name a reference of the same suite",
                       folder.string(), reference->manifest.suite, suite);
  }
  if (reference->verdicts.empty()) {
    return usage_error("{} stores no verdicts to check against: name a run of profile ci or full",
                       folder.string());
  }
  return reference;
}

int check_against(const results::StoredRun& reference, const results::StoredRun& run) {
  if (reference.manifest.claims_sha256 != run.manifest.claims_sha256) {
    fmt::print(stderr, "warning: the reference was judged under another workloads/claims.toml\n");
  }
  const auto claims = verdict::drift(reference.verdicts, run.verdicts);
  for (const verdict::DriftedClaim& claim : claims) {
    if (claim.drift == verdict::Drift::kNone) continue;
    fmt::print("check        {}: {} {} was {}, is {}\n",
               claim.drift == verdict::Drift::kFlipped ? "FLIPPED" : "warning", claim.claim, claim.reading,
               text(claim.before), text(claim.now));
  }
  switch (verdict::worst(claims)) {
    case verdict::Drift::kFlipped:
      return kVerdictFlipped;
    case verdict::Drift::kUndecided:
      return kVerdictUndecided;
    case verdict::Drift::kNone:
      break;
  }
  fmt::print("check        {} verdicts as in {}\n", claims.size(), reference.manifest.run_id);
  return kDone;
}

}  // namespace harness::cli
