#pragma once
// Says when a stored run was made under another claims.toml than there is now: its verdicts are still what it
// found, but whoever reads them should know. Pure.
#include <optional>
#include <string>
#include <string_view>

#include "harness/results/run_manifest.hpp"

namespace harness::report {

struct OtherClaims {
  std::string words;  ///< "another claims.toml (sha256 fedcba98, now 01234567)", and more where it is known
  bool may_concern = true;  ///< the run; false: those of its suite are known to be the same
};

/// Absent: made under this very text, or it does not say under which.
[[nodiscard]] std::optional<OtherClaims> other_claims(const results::RunManifest& run,
                                                      std::string_view claims_text);

}  // namespace harness::report
