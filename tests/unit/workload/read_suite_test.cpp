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

TEST(Suite, IsReadInFull) {
  const Suite suite = SmallWorkloads().load().value().suites.at(0);
  EXPECT_EQ(suite.id, "waits");
  EXPECT_EQ(suite.envelope, "1cpu");
  EXPECT_EQ(suite.timeout, seconds(10));
  EXPECT_THAT(suite.stacks, ElementsAre("node/http", "native/server"));
  ASSERT_EQ(suite.load.size(), 2u);
  EXPECT_EQ(suite.load[1].target, "/delay?ms=50");
  EXPECT_THAT(suite.load[1].connections, ElementsAre(64));
  EXPECT_THAT(suite.load[1].full_only, ElementsAre(1024));
}

TEST(Suite, KeepsItsProfilesInTheOrderTheyAreWritten) {
  const Suite suite = SmallWorkloads().load().value().suites.at(0);
  ASSERT_EQ(suite.profiles.size(), 2u);
  const Profile& smoke = suite.profiles[0];
  EXPECT_EQ(smoke.name, "smoke");
  EXPECT_EQ(smoke.blocks, 1);
  EXPECT_EQ(smoke.slice, milliseconds(300));
  EXPECT_EQ(smoke.lead_in, milliseconds(100));
  EXPECT_EQ(smoke.gap, milliseconds(0));
  EXPECT_EQ(smoke.warm_up, milliseconds(600));
  EXPECT_FALSE(smoke.verdicts);
  EXPECT_FALSE(smoke.full);
  EXPECT_EQ(suite.profiles[1].name, "full");
  EXPECT_TRUE(suite.profiles[1].verdicts);
  EXPECT_TRUE(suite.profiles[1].full);
}

TEST(Suite, MayEndAtSeveralPlannedLooks) {
  const auto profile_with = [](std::string_view blocks) {
    return SmallWorkloads().replace(kFile, "blocks = 10", blocks).load().value().suites.at(0).profiles[1];
  };
  EXPECT_THAT(profile_with("looks = [6, 10, 16]").looks, ElementsAre(6, 10, 16));
  EXPECT_EQ(profile_with("looks = [6, 10, 16]").blocks, 16);
  EXPECT_THAT(profile_with("blocks = 10").looks, ElementsAre(10));
}

TEST(Suite, RefusesLooksThatAreNoPlan) {
  EXPECT_THAT(complaint_after("blocks = 10", "looks = [10, 6]"), HasSubstr("profile.full.looks: must grow"));
  EXPECT_THAT(complaint_after("blocks = 10", "blocks = 10\nlooks = [6, 10]"),
              HasSubstr("profile.full.blocks: is the last of looks"));
}

TEST(Suite, MeasuresEachArmThereAndBackUnlessAProfileSaysOtherwise) {
  const auto suite = SmallWorkloads().replace(kFile, "blocks = 10", "blocks = 10\npalindrome = false").load();
  EXPECT_FALSE(suite.value().suites.at(0).profiles[1].palindrome);
  EXPECT_TRUE(suite.value().suites.at(0).profiles[0].palindrome);
}

TEST(Suite, MayHaveSpareBlocksForLostOnes) {
  const auto suite = SmallWorkloads().replace(kFile, "blocks = 10", "blocks = 10\nspare_blocks = 3").load();
  EXPECT_EQ(suite.value().suites.at(0).profiles[1].spare_blocks, 3);
  EXPECT_EQ(suite.value().suites.at(0).profiles[0].spare_blocks, 0);
  EXPECT_THAT(complaint_after("blocks = 10", "blocks = 10\nspare_blocks = 4"),
              HasSubstr("profile.full.spare_blocks: is 4 of 14, more than a quarter of all blocks"));
  EXPECT_THAT(complaint_after("blocks = 1\n", "blocks = 1\nspare_blocks = 1\n"),
              HasSubstr("profile.smoke.spare_blocks: means nothing in a profile that does not judge"));
}

TEST(Suite, MayWatchServersLongEnoughToSeeThemSettle) {
  const auto suite =
      SmallWorkloads().replace(kFile, "blocks = 10", "blocks = 10\nwarm_up_window = \"5s\"").load();
  EXPECT_EQ(suite.value().suites.at(0).profiles[1].warm_up_window, seconds(5));
  EXPECT_EQ(suite.value().suites.at(0).profiles[0].warm_up_window, Nanoseconds(0));
  EXPECT_THAT(complaint_after("blocks = 10", "blocks = 10\nwarm_up_window = \"4s\""),
              HasSubstr("profile.full.warm_up_window: is 4 s, too short to tell when a server has settled"));
}

constexpr std::string_view kControls =
    "[controls]\nstack = \"node/http\"\ncell = \"/plaintext c=64\"\nmetric = "
    "\"throughput_rps\"\n\n[profile.smoke]";

SmallWorkloads with_controls(const std::string& slower_argv) {
  SmallWorkloads workloads;
  workloads.replace(kFile, "[profile.smoke]", kControls);
  workloads.replace("node/http/stack.toml", "argv = [\"{runtime}\", \"server.mjs\"]",
                    "argv = [\"{runtime}\", \"server.mjs\"]" + slower_argv);
  return workloads;
}
const std::string kSlower = "\nslower_argv = [\"{runtime}\", \"--slow\", \"server.mjs\"]";

TEST(Suite, MayCheckItselfInOneOfItsCells) {
  const auto catalog = with_controls(kSlower).load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const auto& controls = catalog->suites.at(0).controls;
  ASSERT_TRUE(controls);
  EXPECT_EQ(controls->stack, "node/http");
  EXPECT_EQ(controls->cell.id(), "/plaintext c=64");
  EXPECT_THAT(catalog->stacks.at(0).slower_argv.size() + catalog->stacks.at(1).slower_argv.size(), 3u);
  EXPECT_FALSE(SmallWorkloads().load().value().suites.at(0).controls);
}

TEST(Suite, MayCheckItselfByAAAloneWhenItSaysWhy) {
  const auto catalog =
      with_controls("").replace(kFile, "c=64\"\nmetric", "c=64\"\nno_slower = \"a reason\"\nmetric").load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  EXPECT_EQ(catalog->suites.at(0).controls->no_slower, "a reason");
}

TEST(Suite, RefusesControlsThatCannotBeRun) {
  EXPECT_THAT(with_controls("").complaint(), HasSubstr("controls.stack: 'node/http' has no slower_argv"));
  const auto complaint = [](std::string_view from, std::string_view to) {
    return with_controls(kSlower).replace(kFile, from, to).complaint();
  };
  EXPECT_THAT(
      complaint("c=64\"\nmetric", "c=65\"\nmetric"),
      HasSubstr("controls.cell: '/plaintext c=65' is not a cell of the suite: name one as claims do. Did "
                "you mean '/plaintext c=64'?"));
  EXPECT_THAT(complaint("stack = \"node/http\"", "stack = \"node/htp\""),
              HasSubstr("controls.stack: 'node/htp' is not one of the suite's"));
  EXPECT_THAT(complaint("metric = \"throughput_rps\"", "metric = \"service_p99_us\""),
              HasSubstr("controls.metric: unknown value 'service_p99_us'"));
}

TEST(Suite, NamesTheNearestKeyToAnUnknownOne) {
  EXPECT_EQ(
      complaint_after("gap = \"0ms\"", "gap = \"0ms\"\nwarmup = \"1s\""),
      "suites/waits.toml:19: profile.smoke.warmup: is not a known key: correct or remove it. Did you mean "
      "'warm_up'? Known: looks, blocks, slice, lead_in, gap, warm_up, warm_up_window, verdicts, full, "
      "palindrome, spare_blocks.");
}

TEST(Suite, ReportsAMissingKeyAtTheHeaderOfItsTable) {
  EXPECT_EQ(complaint_after("gap = \"0ms\"\n", ""),
            "suites/waits.toml:14: profile.smoke.gap: is missing: add gap = \"500ms\"");
  EXPECT_EQ(complaint_after("connections = [1, 64]\n", ""),
            "suites/waits.toml:7: load[1].connections: is missing: add connections = [1]");
}

TEST(Suite, RefusesADurationWithoutAUnit) {
  EXPECT_EQ(
      complaint_after("slice = \"2s\"", "slice = \"2\""),
      "suites/waits.toml:23: profile.full.slice: '2' is not a duration: write a number and a unit, such as "
      "200ms, 5s or 2m (units: ns, us, ms, s, m, h)");
  EXPECT_EQ(complaint_after("slice = \"2s\"", "slice = 2"),
            "suites/waits.toml:23: profile.full.slice: must not be a whole number: write it like \"500ms\"");
}

TEST(Suite, RefusesToMeasureForNoTime) {
  EXPECT_EQ(complaint_after("slice = \"2s\"", "slice = \"0s\""),
            "suites/waits.toml:23: profile.full.slice: must be longer than nothing ('0s'): write it like "
            "\"500ms\"");
}

TEST(Suite, RefusesNumbersThatAreNotPositive) {
  EXPECT_EQ(complaint_after("blocks = 10", "blocks = 0"),
            "suites/waits.toml:22: profile.full.blocks: must be 1 or more (0): correct the number");
  EXPECT_EQ(complaint_after("connections = [64]", "connections = [64, -3]"),
            "suites/waits.toml:12: load[2].connections[2]: must be 1 or more (-3): correct the number");
}

TEST(Suite, RefusesNumbersNoMachineHas) {
  EXPECT_EQ(complaint_after("blocks = 10", "blocks = 3000000000"),
            "suites/waits.toml:22: profile.full.blocks: must be from 1 to 2147483647 (3000000000): correct "
            "the number");
}

TEST(Suite, RefusesAFractionOfABlock) {
  EXPECT_EQ(complaint_after("blocks = 10", "blocks = 1.5"),
            "suites/waits.toml:22: profile.full.blocks: must not be a number: write it like 1");
}

TEST(Suite, RefusesAWordForTrueOrFalse) {
  EXPECT_EQ(complaint_after("verdicts = true", "verdicts = \"yes\""),
            "suites/waits.toml:27: profile.full.verdicts: must not be a string: write it like true");
}

constexpr auto kWorkers = "suites/workers.toml";

/// A further suite, of which every load is by various numbers of workers, and a stack that can have them.
SmallWorkloads with_workers() {
  SmallWorkloads workloads;
  workloads.replace("node/http/stack.toml", "accept_mode = \"single\"", "accept_mode = \"rr\"\nworkers = 1");
  workloads.write(kWorkers, R"(schema = 1
id = "workers"
title = "More of the same"
envelope = "2cpu"
timeout = "10s"
stacks = ["node/http"]
[[load]]
target = "/plaintext"
connections = [8]
workers = [1, 2]
[[load]]
target = "/delay?ms=50"
connections = [4]
workers = [4, 2]
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

TEST(Suite, MayMeasureServersByVariousNumbersOfWorkers) {
  const auto catalog = with_workers().load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& suite = **suite_named(*catalog, "workers");
  EXPECT_THAT(suite.workers(), ElementsAre(1, 2, 4));
  std::vector<std::string> ids;
  for (const Cell& cell : cells_of(suite, suite.profiles.front())) ids.push_back(cell.id());
  EXPECT_THAT(ids, ElementsAre("/plaintext c=8 w=1", "/plaintext c=8 w=2", "/delay?ms=50 c=4 w=4",
                               "/delay?ms=50 c=4 w=2"));
}

TEST(Suite, RefusesWorkersThatCouldNotBeCompared) {
  const auto complaint = [](const char* file, std::string_view from, std::string_view to) {
    return with_workers().replace(file, from, to).complaint();
  };
  EXPECT_THAT(complaint("node/http/stack.toml", "workers = 1\n", ""),
              HasSubstr("stacks: 'node/http' has no `workers` in its manifest"));
  EXPECT_THAT(complaint(kWorkers, "\"2cpu\"", "\"1cpu\""),
              HasSubstr("envelope: is 1cpu, where workers would take turns on one CPU"));
  EXPECT_THAT(complaint(kWorkers, "workers = [4, 2]\n", ""),
              HasSubstr("envelope: is 2cpu, but a load needs"));
  EXPECT_THAT(complaint(kWorkers, "workers = [4, 2]", "workers = [4, 2]\nturn = \"25ms\""),
              HasSubstr("load[2].workers: are compared by capacity"));
  EXPECT_THAT(complaint(kWorkers, "workers = [4, 2]", "workers = [4, 2]\nrates = [\"500/s\"]"),
              HasSubstr("load[2].workers: are compared by capacity"));
  EXPECT_THAT(complaint(kWorkers, "workers = [4, 2]", "workers = [2, 2]"), HasSubstr("workers"));
}

TEST(Suite, RefusesAnEnvelopeNobodyImplements) {
  EXPECT_EQ(complaint_after("\"1cpu\"", "\"4cpu\""),
            "suites/waits.toml:4: envelope: unknown value '4cpu': choose a known one. Did you mean "
            "'1cpu'? "
            "Known: 1cpu, 2cpu.");
}

TEST(Suite, IsNamedLikeItsFile) {
  EXPECT_EQ(complaint_after("id = \"waits\"", "id = \"wait\""),
            "suites/waits.toml:2: id: is 'wait' in a file called waits.toml: make them the same");
}

TEST(Suite, NeedsStacksLoadAndProfiles) {
  EXPECT_EQ(complaint_after("[\"node/http\", \"native/server\"]", "[]"),
            "suites/waits.toml:6: stacks: is an empty list: write at least one item");
  SmallWorkloads workloads;
  workloads.write(kFile,
                  "schema = 1\nid = \"waits\"\ntitle = \"W\"\nenvelope = \"1cpu\"\ntimeout = \"1s\"\n"
                  "stacks = [\"node/http\"]\n");
  EXPECT_EQ(workloads.complaint(),
            "suites/waits.toml:1: load: is missing: add a [[load]]\n"
            "suites/waits.toml:1: profile: is missing: add a [profile.…]");
}

TEST(Suite, MustMeasureKnownStacks) {
  EXPECT_EQ(
      complaint_after("[\"node/http\", \"native/server\"]", "[\"node/htp\", \"native/server\"]"),
      "suites/waits.toml:6: stacks: unknown stack 'node/htp': correct it or add node/htp/stack.toml. Did you "
      "mean 'node/http'? Known: native/server, node/http.");
}

TEST(Suite, MustMeasureEndpointsOfTheContract) {
  EXPECT_THAT(
      complaint_after("\"/plaintext\"", "\"/plain\""),
      testing::StartsWith("suites/waits.toml:8: load[1].target: unknown endpoint '/plain': correct it or add "
                          "it to contract.toml. Known: /plaintext, /delay."));
}

TEST(Suite, MustMeasureWhatItsStacksServe) {
  SmallWorkloads workloads;
  workloads.replace("native/server/stack.toml", "[\"/plaintext\", \"/delay\"]", "[\"/plaintext\"]");
  EXPECT_EQ(
      workloads.complaint(),
      "suites/waits.toml:6: stacks: 'native/server' does not serve '/delay': take it out of the suite, or "
      "implement the endpoint and name it in the stack's endpoints");
}

TEST(Suite, RefusesATargetThatWouldBreakTheRequestLine) {
  EXPECT_THAT(
      complaint_after("\"/delay?ms=50\"", "\"/delay?ms=50 HTTP/1.1\\r\\nX: y\""),
      testing::StartsWith("suites/waits.toml:11: load[2].target: '/delay?ms=50 HTTP/1.1\\r\\nX: y' is not a "
                          "request target: write a path and query such as /delay?ms=50, percent-encoded, "
                          "without blanks"));
}

TEST(Suite, RefusesACellTwice) {
  EXPECT_EQ(complaint_after("full_only = [1024]", "full_only = [1024, 64]"),
            "suites/waits.toml:12: load[2].connections: cell '/delay?ms=50 c=64' is here twice: remove one");
}

/// The cells of the small suite with one more [[load]].
}  // namespace
}  // namespace harness::workload
