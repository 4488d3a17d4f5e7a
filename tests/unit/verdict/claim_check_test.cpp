#include "harness/verdict/claim_check.hpp"

#include <gtest/gtest.h>

namespace harness::verdict {
namespace {

workload::Claim claim_about(std::string metric) {
  workload::Claim claim;
  claim.id = "SP8";
  claim.reading = "T0";
  claim.metric = std::move(metric);
  return claim;
}

TEST(CheckMetrics, AcceptsNumbersOfARow) {
  const std::vector claims{claim_about("throughput_rps"), claim_about("requests_per_server_cpu_s")};
  EXPECT_TRUE(check_metrics(claims));
}

TEST(CheckMetrics, NamesEveryClaimWhoseMetricDoesNotExistAndTheNearestThatDoes) {
  const std::vector claims{claim_about("throughput_rsp"), claim_about("gate_little")};
  const auto checked = check_metrics(claims);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::kUsage);
  const std::string& message = checked.error().message;
  EXPECT_NE(message.find("claim 'SP8 T0': metric: 'throughput_rsp' is no number of slices.csv"),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("Did you mean 'throughput_rps'?"), std::string::npos) << message;
  EXPECT_NE(message.find("'gate_little'"), std::string::npos) << message;
}

TEST(CheckMetrics, LooksAtTheMetricOfEachContrast) {
  workload::Claim claim = claim_about("code_lines");
  claim.contrasts = {{{}, {}, {}}, {{}, {}, {}, "code_token"}};
  const auto checked = check_metrics(std::vector{claim});
  ASSERT_FALSE(checked);
  EXPECT_NE(
      checked.error().message.find("'code_token' is no number of slices.csv. Did you mean 'code_tokens'?"),
      std::string::npos)
      << checked.error().message;
  claim.contrasts.back().metric = "code_tokens";
  EXPECT_TRUE(check_metrics(std::vector{claim}));
}

}  // namespace
}  // namespace harness::verdict
