#include "harness/verdict/claim_check.hpp"

#include "harness/base/suggest.hpp"
#include "harness/results/metric.hpp"

namespace harness::verdict {

Result<void> check_metrics(std::span<const workload::Claim> claims) {
  std::vector<std::string> problems;
  for (const workload::Claim& claim : claims) {
    if (results::is_metric(claim.metric)) continue;
    problems.push_back(fmt::format("claim '{}': metric: '{}' is no number of slices.csv.{}", claim.name(),
                                   claim.metric, suggestion(claim.metric, results::metric_names())));
  }
  if (problems.empty()) return {};
  return tl::unexpected(joined(ErrorCode::kUsage, problems).within("claims.toml"));
}

}  // namespace harness::verdict
