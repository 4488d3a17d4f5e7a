#include "small_workloads.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::workload {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kChains = "suites/chains.toml";

/// A further suite, in which a stack that asks another one stands in a row.
SmallWorkloads with_hops() {
  SmallWorkloads workloads;
  workloads.replace("contract.toml", "path = \"/plaintext\"", R"(path = "/down"
method = "GET"
request = "GET /down?ms=M&b=B"
response = "200"
[[endpoint]]
path = "/plaintext")");
  workloads.replace("node/http/stack.toml", "[\"/plaintext\"", "[\"/down\", \"/plaintext\"");
  workloads.write(kChains, R"(schema = 1
id = "chains"
title = "One after the other"
envelope = "1cpu"
timeout = "10s"
stacks = ["node/http"]
[[load]]
target = "/down?ms=0&b=512"
connections = [8]
hops = [1, 4]
turn = "50ms"
[[load]]
target = "/down?ms=5&b=512"
connections = [1]
hops = [2]
[profile.ci]
blocks = 6
slice = "200ms"
lead_in = "0ms"
gap = "10ms"
warm_up = "0ms"
verdicts = true
)");
  return workloads;
}

TEST(Suite, MayMeasureServersThatStandInARow) {
  const auto catalog = with_hops().load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& suite = **suite_named(*catalog, "chains");
  EXPECT_THAT(suite.hops(), ElementsAre(1, 2, 4));
  std::vector<std::string> ids;
  for (const Cell& cell : cells_of(suite, suite.profiles.front())) ids.push_back(cell.id());
  EXPECT_THAT(
      ids, ElementsAre("/down?ms=0&b=512 c=8 h=1", "/down?ms=0&b=512 c=8 h=4", "/down?ms=5&b=512 c=1 h=2"));
}

TEST(Suite, RefusesRowsOfServersThatCouldNotBeAskedLikeThat) {
  const auto complaint = [](std::string_view from, std::string_view to) {
    return with_hops().replace(kChains, from, to).complaint();
  };
  EXPECT_THAT(complaint("/down?ms=0&b=512", "/plaintext"),
              HasSubstr("load[1].hops: are from one /down to the next"));
  EXPECT_THAT(complaint("hops = [2]", "hops = [2]\nrates = [\"500/s\"]"),
              HasSubstr("load[2].hops: are for a closed loop by one worker each"));
  EXPECT_THAT(complaint("hops = [2]", "hops = [2]\nworkers = [1, 2]"),
              HasSubstr("load[2].hops: are for a closed loop by one worker each"));
  EXPECT_THAT(complaint("hops = [2]", "hops = [17]"), HasSubstr("load[2].hops: has a number above 16"));
  EXPECT_THAT(complaint("hops = [2]\n", ""), HasSubstr("load: has hops in some tables only"));
}

}  // namespace
}  // namespace harness::workload
