#include "harness/report/other_claims.hpp"

#include "harness/base/digest.hpp"
#include "harness/workload/claims_of_suite.hpp"

namespace harness::report {

std::optional<OtherClaims> other_claims(const results::RunManifest& run, std::string_view claims_text) {
  const std::string now = sha256_hex(claims_text);
  if (!run.claims_sha256 || *run.claims_sha256 == now) return {};
  OtherClaims other{fmt::format("another claims.toml (sha256 {}, now {})", run.claims_sha256->substr(0, 8),
                                now.substr(0, 8))};
  if (!run.suite_claims_sha256) return other;  // a run from before it was stored
  other.may_concern =
      *run.suite_claims_sha256 != sha256_hex(workload::claims_of_suite(claims_text, run.suite));
  other.words += other.may_concern ? ", with other claims of its suite"
                                   : ", but none of the claims of its suite has changed";
  return other;
}

}  // namespace harness::report
