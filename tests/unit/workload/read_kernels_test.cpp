#include "small_workloads.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::workload {
namespace {

constexpr auto kFile = "kernels.toml";
constexpr auto kSuite = "suites/cpu.toml";

/// A job runner beside the servers, and a suite for it.
class Jobs : public testing::Test {
 protected:
  Jobs() {
    workloads_.write("node/kernels/stack.toml", R"(schema = 1
id = "node/kernels"
title = "Kernels on Node.js"
language = "node"
runtime = "node"
argv = ["{runtime}", "job.mjs"]
env = {}
jobs = ["same"]
)");
    workloads_.write(kSuite, R"(schema = 1
id = "cpu"
title = "Kernels"
envelope = "1cpu"
timeout = "60s"
stacks = ["node/kernels"]
[[job]]
kernel = "sieve"
n = [100, 2000]
flavours = ["same", "idiom"]
[profile.ci]
blocks = 6
slice = "300ms"
lead_in = "0ms"
gap = "10ms"
warm_up = "0ms"
verdicts = true
)");
  }
  SmallWorkloads workloads_;
};

TEST(Kernels, SayWhatIsRightForEachSizeAndWhoHasWhichFlavour) {
  const Catalog catalog = SmallWorkloads().load().value();
  const Kernel* sieve = find_kernel(catalog, "sieve");
  ASSERT_NE(sieve, nullptr);
  EXPECT_EQ(sieve->id, "K12");
  EXPECT_EQ(sieve->lines, (std::map<int, std::string>{{100, "25 97"}, {2000, "303 1999"}}));
  ASSERT_EQ(sieve->flavours.size(), 2U);
  EXPECT_EQ(sieve->flavours[0].tags.size(), 3U);
  EXPECT_EQ(sieve->flavours[1].tags, (std::map<std::string, std::string>{{"python", "native_ext"}}));
  EXPECT_EQ(sieve->flavours[1].needs, "numpy");
  EXPECT_EQ(sieve->flavours[1].tolerance, 1e-9);
}

TEST(Kernels, MustNotSayTwoThingsOfOneSize) {
  SmallWorkloads workloads;
  workloads.replace(kFile, "n = 2000", "n = 100");
  EXPECT_EQ(
      workloads.complaint(),
      "kernels.toml:8: kernel[1].bench.line: is '303 1999', elsewhere '25 97' for the same n = 100: one "
      "is wrong");
}

TEST(Kernels, NameTheFlavourThatNobodyHas) {
  SmallWorkloads workloads;
  workloads.replace(kFile, "python = \"native_ext\", needs", "needs");
  EXPECT_EQ(workloads.complaint(),
            "kernels.toml:11: kernel[1].flavours[2].name: no language has 'idiom' of sieve: add python = "
            "\"pure_script\" or remove it");
}

TEST_F(Jobs, AreSizesTimesFlavoursAndKnowTheirLines) {
  const auto catalog = workloads_.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& cpu = **suite_named(*catalog, "cpu");
  EXPECT_TRUE(cpu.runs_jobs());
  const auto cells = cells_of(cpu, cpu.profiles.front());
  ASSERT_EQ(cells.size(), 4U);
  EXPECT_EQ(cells[0].id(), "sieve same n=100");
  EXPECT_EQ(cells[3].id(), "sieve idiom n=2000");
  EXPECT_EQ(cells[3].job->line, "303 1999");
  EXPECT_EQ(cells[3].job->tolerance, 1e-9);
  EXPECT_EQ(cells[3].job->languages, std::vector<std::string>{"python"});
}

TEST_F(Jobs, AreACellForEachNumberOfWorkers) {
  workloads_.replace(kSuite, "n = [100, 2000]", "n = [100]\nworkers = [1, 2]");
  workloads_.replace(kSuite, "[\"same\", \"idiom\"]", "[\"same\"]");
  workloads_.replace(kSuite, "1cpu", "2cpu");
  workloads_.replace("node/kernels/stack.toml", "jobs =", "workers_as = \"threads\"\njobs =");
  const auto catalog = workloads_.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& cpu = **suite_named(*catalog, "cpu");
  const auto cells = cells_of(cpu, cpu.profiles.front());
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[1].id(), "sieve same n=100 w=2");
  EXPECT_EQ(cells[1].job->workers, 2);
  EXPECT_EQ(cells[1].job->line, "25 97");
}

TEST_F(Jobs, SayHowOftenABlockComesByEachArm) {
  EXPECT_EQ(workloads_.load().value().suites.at(0).jobs.at(0).jobs.at(3).visits, 1);
  workloads_.replace(kSuite, "n = [100, 2000]", "n = [100, 2000]\nvisits = 3");
  EXPECT_EQ(workloads_.load().value().suites.at(0).jobs.at(0).jobs.at(3).visits, 3);
  workloads_.replace(kSuite, "visits = 3", "visits = 10");
  EXPECT_THAT(workloads_.complaint(),
              testing::HasSubstr("suites/cpu.toml:10: job[1].visits: must be from 1 to 9 (10)"));
}

TEST_F(Jobs, WithWorkersNeedAStackThatHasThem) {
  workloads_.replace(kSuite, "n = [100, 2000]", "n = [100, 2000]\nworkers = [2]");
  EXPECT_EQ(
      workloads_.complaint(),
      "suites/cpu.toml:6: stacks: 'node/kernels' does jobs alone, but sieve has workers: take it out of "
      "the suite");
}

TEST_F(Jobs, WithoutWorkersNeedAStackThatDoesThemAlone) {
  workloads_.replace("node/kernels/stack.toml", "jobs =", "workers_as = \"threads\"\njobs =");
  EXPECT_EQ(
      workloads_.complaint(),
      "suites/cpu.toml:6: stacks: 'node/kernels' is for jobs with workers, sieve has none: take it out of "
      "the suite");
}

TEST_F(Jobs, NeedAKernelASizeAndAFlavourThatExist) {
  workloads_.replace(kSuite, "n = [100, 2000]", "n = [100, 7]");
  EXPECT_EQ(
      workloads_.complaint(),
      "suites/cpu.toml:9: job[1].n: kernels.toml has no line of sieve for n = 7: add it, or take one of "
      "100, 2000");
  workloads_.replace(kSuite, "n = [100, 7]", "n = [100]").replace(kSuite, "\"idiom\"]", "\"idoim\"]");
  EXPECT_EQ(workloads_.complaint(),
            "suites/cpu.toml:10: job[1].flavours: sieve has no flavour 'idoim': correct it. Did you mean "
            "'idiom'? Known: same, idiom.");
  workloads_.replace(kSuite, "kernel = \"sieve\"", "kernel = \"sive\"");
  EXPECT_EQ(workloads_.complaint(),
            "suites/cpu.toml:8: job[1].kernel: unknown kernel 'sive': correct it or add it to kernels.toml. "
            "Did you mean 'sieve'? Known: sieve.");
}

TEST_F(Jobs, AreNotForServersNorServersForThem) {
  workloads_.replace(kSuite, "stacks = [\"node/kernels\"]", "stacks = [\"node/kernels\", \"node/http\"]");
  EXPECT_EQ(
      workloads_.complaint(),
      "suites/cpu.toml:6: stacks: 'node/http' is a server, it does not run jobs: take it out of the suite");
  workloads_.remove(kSuite).replace("suites/waits.toml", "\"native/server\"]", "\"node/kernels\"]");
  EXPECT_NE(workloads_.complaint().find("'node/kernels' runs jobs, it is no server"), std::string::npos)
      << workloads_.complaint();
}

}  // namespace
}  // namespace harness::workload
