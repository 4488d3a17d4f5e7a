#include "small_workloads.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::workload {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kFile = "suites/blocking.toml";

class Beside : public testing::Test {
 protected:
  Beside() {
    const std::string rows = R"([[endpoint]]
path = "/cpu"
method = "GET"
request = "GET /cpu/KERNEL?n=N"
response = "200"
[[endpoint]]
path = "/cpu_off"
method = "GET"
request = "GET /cpu_off/KERNEL?n=N"
response = "200"
[[endpoint]]
path = "/delay")";
    workloads_.replace("contract.toml", "[[endpoint]]\npath = \"/delay\"", rows);
    workloads_.replace("node/http/stack.toml", R"(["/plaintext", "/delay"])",
                       R"(["/plaintext", "/delay", "/cpu"])");
    workloads_.replace("native/server/stack.toml", R"(json_lib = "JSON")",
                       "json_lib = \"JSON\"\noffload = \"thread\"");
    workloads_.replace("native/server/stack.toml", R"(["/plaintext", "/delay"])",
                       R"(["/plaintext", "/delay", "/cpu", "/cpu_off"])");
    workloads_.write(kFile, R"(schema = 1
id = "blocking"
title = "Jobs"
envelope = "1cpu"
timeout = "10s"
stacks = ["node/http", "native/server"]
[[load]]
target = "/plaintext"
connections = [64]
rates = ["1000/s"]
arrivals = "poisson"
beside = { targets = ["/cpu/sieve", "/cpu_off/sieve"], jobs = ["50ms"], full_only = ["200ms"], duty = 0.2 }
[profile.ci]
blocks = 6
slice = "1s"
lead_in = "0ms"
gap = "0ms"
warm_up = "0ms"
verdicts = true
[profile.full]
blocks = 6
slice = "1s"
lead_in = "0ms"
gap = "0ms"
warm_up = "0ms"
verdicts = true
full = true
)");
  }

  std::vector<std::string> cells(std::size_t profile) {
    const auto catalog = workloads_.load();
    EXPECT_TRUE(catalog) << catalog.error().message;
    const Suite& suite = **suite_named(*catalog, "blocking");
    std::vector<std::string> ids;
    for (const Cell& cell : cells_of(suite, suite.profiles.at(profile))) ids.push_back(cell.id());
    return ids;
  }

  std::string complaint_after(std::string_view from, std::string_view to) {
    return workloads_.replace(kFile, from, to).complaint();
  }

  SmallWorkloads workloads_;
};

TEST_F(Beside, EachKindAndLengthOfJobIsACell) {
  EXPECT_THAT(cells(0), ElementsAre("/plaintext c=64 r=1000/s poisson beside /cpu/sieve 50ms 20%",
                                    "/plaintext c=64 r=1000/s poisson beside /cpu_off/sieve 50ms 20%"));
  EXPECT_THAT(cells(1), ElementsAre("/plaintext c=64 r=1000/s poisson beside /cpu/sieve 50ms 20%",
                                    "/plaintext c=64 r=1000/s poisson beside /cpu_off/sieve 50ms 20%",
                                    "/plaintext c=64 r=1000/s poisson beside /cpu/sieve 200ms 20%",
                                    "/plaintext c=64 r=1000/s poisson beside /cpu_off/sieve 200ms 20%"));
}

TEST_F(Beside, JobsFillTheirShareOfTheTime) {
  EXPECT_EQ((Interference{"/cpu/sieve", milliseconds(50), 0.2}).period(), milliseconds(250));
  EXPECT_EQ((Interference{"/cpu/sieve", milliseconds(200), 0.5}).period(), milliseconds(400));
}

TEST_F(Beside, AServerWithAPoolMeetsTheJobsOfItsPoolOnly) {
  const auto catalog = workloads_.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Interference inline_jobs{"/cpu/sieve", milliseconds(50), 0.2};
  const Interference pool_jobs{"/cpu_off/sieve", milliseconds(50), 0.2};
  const Stack& node = **stack_named(*catalog, "node/http");
  const Stack& with_pool = **stack_named(*catalog, "native/server");
  EXPECT_TRUE(is_met_by(node, inline_jobs));
  EXPECT_FALSE(is_met_by(node, pool_jobs));
  EXPECT_FALSE(is_met_by(with_pool, inline_jobs));
  EXPECT_TRUE(is_met_by(with_pool, pool_jobs));
}

TEST_F(Beside, RefusesAJobThatIsNoKernelBehindARequest) {
  EXPECT_THAT(complaint_after("\"/cpu/sieve\"", "\"/cpu/seive\""),
              HasSubstr("beside.targets: '/cpu/seive' is no kernel behind a request"));
}

TEST_F(Beside, RefusesJobsThatNeverComeOrPileUp) {
  EXPECT_THAT(
      complaint_after("\"50ms\"", "\"250ms\""),
      HasSubstr("slices of ci are 1 s long, and '/cpu/sieve 250ms 20%' comes every 1.25 s: none would come"));
}

TEST_F(Beside, RefusesADutyThatLeavesNoRestOrIsNone) {
  EXPECT_THAT(complaint_after("duty = 0.2", "duty = 0.8"),
              HasSubstr("beside.duty: is 0.8: give the share of the time that jobs take, 0.01 to 0.5"));
  EXPECT_THAT(complaint_after("duty = 0.8", "duty = 1e-300"),
              HasSubstr("beside.duty: is 1e-300: give the share"));
}

TEST_F(Beside, RefusesAJobAsShortAsARequestOrWithoutEnd) {
  EXPECT_THAT(complaint_after("\"50ms\"", "\"1ms\""),
              HasSubstr("beside.jobs: 1ms is no length for a job: give 5 ms to 10 s"));
  EXPECT_THAT(complaint_after("\"1ms\"", "\"11s\""), HasSubstr("beside.jobs: 11s is no length for a job"));
}

TEST_F(Beside, IsForAnOpenLoop) {
  EXPECT_THAT(complaint_after("rates = [\"1000/s\"]\narrivals = \"poisson\"\n", ""),
              HasSubstr("load[1].beside: is for an open loop"));
}

TEST_F(Beside, RefusesAStackThatNobodyWouldAsk) {
  EXPECT_THAT(complaint_after("\"/cpu/sieve\", ", ""),
              HasSubstr("'node/http' serves none of the jobs that '/plaintext' is measured beside"));
}

}  // namespace
}  // namespace harness::workload
