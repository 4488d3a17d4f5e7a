#include "harness/verdict/claim_check.hpp"

#include <set>

#include "harness/base/suggest.hpp"
#include "harness/results/metric.hpp"

namespace harness::verdict {

Result<void> check_metrics(std::span<const workload::Claim> claims) {
  std::vector<std::string> problems;
  for (const workload::Claim& claim : claims) {
    std::set<std::string> metrics{claim.metric};
    for (const workload::Contrast& contrast : claim.contrasts) metrics.insert(claim.metric_at(contrast));
    for (const std::string& metric : metrics) {
      if (results::is_metric(metric)) continue;
      problems.push_back(fmt::format("claim '{}': metric: '{}' is no number of slices.csv.{}", claim.name(),
                                     metric, suggestion(metric, results::metric_names())));
    }
  }
  if (problems.empty()) return {};
  return tl::unexpected(joined(ErrorCode::kUsage, problems).within("claims.toml"));
}

}  // namespace harness::verdict
