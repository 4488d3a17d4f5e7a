#include "small_workloads.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::workload {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kFile = "suites/waits.toml";

std::string complaint_after(std::string_view from, std::string_view to) {
  return SmallWorkloads().replace(kFile, from, to).complaint();
}

TEST(Suite, MayLetServersTakeTurnsInAClosedLoop) {
  const auto suite =
      SmallWorkloads().replace(kFile, "connections = [64]", "connections = [64]\nturn = \"25ms\"").load();
  ASSERT_TRUE(suite) << suite.error().message;
  EXPECT_EQ(suite.value().suites.at(0).load[1].turn, milliseconds(25));
  EXPECT_EQ(suite.value().suites.at(0).load[0].turn, Nanoseconds(0));
  EXPECT_THAT(complaint_after("connections = [64]", "connections = [64]\nturn = \"9ms\""),
              HasSubstr("load[2].turn: is 9 ms, too short to measure in: give at least 10 ms"));
  EXPECT_THAT(
      complaint_after("connections = [64]", "connections = [64]\nrates = [\"500/s\"]\nturn = \"25ms\""),
      HasSubstr("load[2].turn: means nothing in an open loop"));
}

TEST(Suite, PostsBodiesToWhatTakesThem) {
  const auto posting = [](std::string_view body) {
    SmallWorkloads workloads;
    workloads.replace("contract.toml", "path = \"/delay\"\nmethod = \"GET\"",
                      "path = \"/echo\"\nmethod = \"POST\"\nrequest = \"POST /echo\"\nresponse = "
                      "\"200\"\n[[endpoint]]\npath = \"/delay\"\nmethod = \"GET\"");
    for (const char* stack : {"node/http/stack.toml", "native/server/stack.toml"})
      workloads.replace(stack, R"("/delay"])", R"("/delay", "/echo"])");
    workloads.replace(
        kFile, "[profile.smoke]",
        fmt::format("[[load]]\ntarget = \"/echo\"\nconnections = [8]\n{}\n[profile.smoke]", body));
    return workloads;
  };
  const auto catalog = posting("body = '{\"a\":\"{rand}\"}'").load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& suite = catalog->suites.at(0);
  const Cell cell = cells_of(suite, suite.profiles[0]).back();
  EXPECT_EQ(cell.body, "{\"a\":\"{rand}\"}");
  EXPECT_EQ(cell.id(), "/echo c=8 body=18") << "with ten digits";
  EXPECT_THAT(posting("").complaint(), HasSubstr("load[3].body: is missing: /echo is asked by POST"));
  EXPECT_THAT(complaint_after("connections = [64]", "connections = [64]\nbody = '{}'"),
              HasSubstr("load[2].body: means nothing to /delay, which is asked by GET: remove it"));
}

TEST(Suite, MayPutReadersThatStallBesideALoad) {
  SmallWorkloads workloads;
  workloads.replace(kFile, "[profile.smoke]", R"([[load]]
target = "/plaintext"
connections = [8]
stalled = 16
[profile.smoke])");
  EXPECT_THAT(workloads.complaint(), HasSubstr("'node/http' does not serve '/stream'"));
  for (const char* stack : {"node/http/stack.toml", "native/server/stack.toml"})
    workloads.replace(stack, "endpoints = [", "endpoints = [\"/stream\", ");
  workloads.replace("contract.toml", "[[endpoint]]\npath = \"/delay\"", R"([[endpoint]]
path = "/stream"
method = "GET"
request = "r"
response = "s"
[[endpoint]]
path = "/delay")");
  const auto catalog = workloads.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& suite = catalog->suites.at(0);
  const Cell cell = cells_of(suite, suite.profiles[0]).back();
  EXPECT_EQ(cell.id(), "/plaintext c=8 stalled=16");
  EXPECT_EQ(cell.stalled, 16);
  workloads.replace(kFile, "stalled = 16", "stalled = 16\nturn = \"25ms\"");
  EXPECT_THAT(workloads.complaint(), HasSubstr("stalled: is for a closed loop of one server at a time"));
}

std::vector<Cell> cells_with(std::string_view load_line) {
  const std::string table = "[[load]]\n" + std::string(load_line) + "\n\n[profile.smoke]";
  const Suite suite = SmallWorkloads().replace(kFile, "[profile.smoke]", table).load().value().suites.at(0);
  return cells_of(suite, suite.profiles[0]);
}

TEST(Suite, ReadsRatesAsOpenLoops) {
  const auto cells = cells_with(
      "target = \"/plaintext\"\nconnections = [32]\nrates = [\"500/s\", \"1.5/s\"]\narrivals = \"poisson\"");
  EXPECT_EQ(cells.back().id(), "/plaintext c=32 r=1.5/s poisson");
  EXPECT_EQ(cells[cells.size() - 2].id(), "/plaintext c=32 r=500/s poisson");
  EXPECT_EQ(cells.front().id(), "/plaintext c=1");
}

TEST(Suite, SpacesRequestsEvenlyUnlessToldOtherwise) {
  const auto cells = cells_with("target = \"/plaintext\"\nconnections = [32]\nrates = [\"500/s\"]");
  EXPECT_EQ(cells.back().open_loop->arrivals, "uniform");
}

TEST(Suite, RefusesARateItCannotReadAndArrivalsWithoutOne) {
  EXPECT_THAT(complaint_after("connections = [64]", "connections = [64]\nrates = [\"fast\"]"),
              testing::HasSubstr("load[2].rates: "));
  EXPECT_THAT(complaint_after("connections = [64]", "connections = [64]\narrivals = \"poisson\""),
              testing::HasSubstr("load[2].arrivals: means nothing in a closed loop"));
}

std::string and_load(std::string_view target) {
  return fmt::format("[[load]]\ntarget = \"{}\"\nconnections = [1]\n[profile.smoke]", target);
}

TEST(Suite, AsksForAnyKernelWhereAStackHasTheRow) {
  SmallWorkloads workloads;
  workloads.replace("contract.toml", "path = \"/delay\"",
                    "path = \"/cpu\"\nmethod = \"GET\"\nrequest = \"r\"\nresponse = \"200\"\n"
                    "[[endpoint]]\npath = \"/delay\"");
  workloads.replace(kFile, "[profile.smoke]", and_load("/cpu/sieve?n=100"));
  EXPECT_THAT(workloads.complaint(), HasSubstr("'node/http' does not serve '/cpu'"));
  for (const auto* stack : {"node/http/stack.toml", "native/server/stack.toml"})
    workloads.replace(stack, "\"/delay\"]", "\"/delay\", \"/cpu\"]");
  EXPECT_EQ(workloads.complaint(), "");
}

TEST(Suite, AsksForNoKernelThatIsNotThere) {
  for (const auto* target : {"/cpu/seive?n=1", "/cpu/sieve/1?n=1", "/cpu/", "/delay/sieve", "/cpu_off/sieve"})
    EXPECT_THAT(complaint_after("[profile.smoke]", and_load(target)),
                HasSubstr("target: unknown endpoint '/"))
        << target;
}

}  // namespace
}  // namespace harness::workload
