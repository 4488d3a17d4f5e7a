// Bad input costs the user one message and nothing else: it names file, field, value and remedy, and starts
// nothing.
#include <fstream>

#include "harness_command.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/machine/cpus.hpp"

namespace harness::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

void expect_refusal(const Ran& ran, int code, std::initializer_list<const char*> words) {
  EXPECT_EQ(ran.code, code) << ran.err;
  EXPECT_THAT(ran.out, IsEmpty());
  for (const char* word : words) EXPECT_THAT(ran.err, HasSubstr(word));
}

TEST(BadInput, NamesAnUnknownSuiteAndTheNearestKnownOne) {
  expect_refusal(run_harness({"run", "--suite", "concurency"}), 1,
                 {"--suite", "'concurency'", "Did you mean 'concurrency'?"});
}

TEST(BadInput, NamesAnUnknownProfile) {
  expect_refusal(run_harness({"run", "--profile", "smoky"}), 1,
                 {"--profile", "'smoky'", "Did you mean 'smoke'?", "ci", "full"});
}

TEST(BadInput, NamesAnUnknownStack) {
  expect_refusal(run_harness({"run", "--stacks", "node/htp"}), 1,
                 {"--stacks", "'node/htp'", "Did you mean 'node/http'?"});
}

TEST(BadInput, NamesAnUnknownClaim) {
  expect_refusal(run_harness({"run", "--claims", "AR9"}), 1, {"--claims", "'AR9'", "AR1"});
}

TEST(BadInput, NamesTheSuitesWhenSeveralMeasureAClaim) {
  expect_refusal(run_harness({"run", "--claims", "SP8"}), 1,
                 {"--claims", "concurrency, frameworks", "--suite"});
}

TEST(BadInput, SaysWhatMeansOneSuiteOnly) {
  expect_refusal(run_harness({"run", "--suite", "all", "--claims", "SP8"}), 1, {"--claims", "--suite"});
  expect_refusal(run_harness({"run", "--suite", "all", "--stacks", "node/http"}), 1, {"--stacks"});
}

TEST(BadInput, NamesARunThatIsNone) {
  expect_refusal(run_harness({"scoreboard", "no-such-run"}), 2, {"no-such-run", "folder of a run"});
}

TEST(BadInput, NamesACpuThatIsNotUsable) {
  expect_refusal(run_harness({"run", "--cpus", "server=0,client=4095"}), 1, {"--cpus", "4095"});
}

TEST(BadInput, MeasuresNothingWhereServerAndLoadOrTwoWorkersHaveOneCpu) {
  const std::string cpu = std::to_string(machine::usable_cpus().front());
  const std::string one = "server=" + cpu + ",client=" + cpu;
  expect_refusal(run_harness({"run", "--profile", "ci", "--cpus", one}), 2, {"CPU", "two CPUs", "smoke"});
  expect_refusal(run_harness({"run", "--suite", "scalability", "--profile", "ci", "--cpus", one}), 2,
                 {"scalability", "CPU", "two CPUs"});
  expect_refusal(run_harness({"run", "--suite", "workers", "--profile", "ci", "--cpus", one}), 2,
                 {"workers"});
}

TEST(BadInput, NamesAnUnknownCommandAndOption) {
  expect_refusal(run_harness({"rnu"}), 1, {"unknown command 'rnu'", "Did you mean 'run'?"});
  expect_refusal(run_harness({"run", "--siute", "x"}), 1, {"--siute", "--help"});
  expect_refusal(run_harness({"list", "stcks"}), 1, {"'stcks'", "Did you mean 'stacks'?"});
}

TEST(BadInput, NamesABadDurationAndItsUnits) {
  expect_refusal(run_harness({"load", "http://127.0.0.1:1/", "-d", "5"}), 1, {"--duration", "'5'", "200ms"});
}

TEST(BadInput, NamesABadUrl) {
  expect_refusal(run_harness({"load", "ftp://127.0.0.1:1/"}), 1, {"ftp://127.0.0.1:1/"});
}

TEST(BadInput, NamesARateWithoutItsUnit) {
  expect_refusal(run_harness({"load", "http://127.0.0.1:1/", "-r", "100"}), 1, {"--rate", "'100'", "1000/s"});
}

TEST(BadInput, SaysThatArrivalsNeedARate) {
  expect_refusal(run_harness({"load", "http://127.0.0.1:1/", "--arrivals", "poisson"}), 1,
                 {"--arrivals", "--rate"});
}

TEST(BadInput, NamesATermOfAnObjectiveAndShowsTheGrammar) {
  for (const char* objective : {"p99=50ms", "p99<50ms,latency<1s", "errors<1", ""}) {
    expect_refusal(run_harness({"load", "http://127.0.0.1:1/", "--slo", objective}), 1,
                   {"--slo", "term '", "'p99<50ms, errors<0.1%'"});
  }
}

TEST(BadInput, NamesWhatIsWrongWithTheRatesAndTheLengthOfASearch) {
  const auto search = [](const char* option, const char* value) {
    return run_harness({"load", "http://127.0.0.1:1/", "--slo", "p99<50ms", option, value});
  };
  expect_refusal(search("--slo-start", "100"), 1, {"--slo-start", "'100'", "1000/s"});
  expect_refusal(search("--slo-max", "fast"), 1, {"--slo-max", "'fast'", "1000/s"});
  expect_refusal(search("--slo-max", "10/s"), 1, {"--slo-max", "10/s", "--slo-start 100/s"});
  expect_refusal(search("--slo-probe", "1"), 1, {"--slo-probe", "'1'", "200ms"});
  expect_refusal(search("--slo-probe", "0s"), 1, {"--slo-probe", "longer than 0"});
}

TEST(BadInput, SaysWhatASearchCannotBeCombinedWith) {
  const auto search = [](const char* option, const char* value) {
    return run_harness({"load", "http://127.0.0.1:1/", "--slo", "p99<50ms", option, value});
  };
  expect_refusal(search("--rate", "100/s"), 1, {"--slo", "--rate"});
  expect_refusal(search("--duration", "5s"), 1, {"--slo", "--duration"});
  expect_refusal(search("--hgrm", "x"), 1, {"--slo", "--hgrm"});
  expect_refusal(run_harness({"load", "http://127.0.0.1:1/sse?n=9&hz=9", "--sse", "--slo", "p99<50ms"}), 1,
                 {"--slo", "an event stream"});
  expect_refusal(run_harness({"load", "http://127.0.0.1:1/", "--slo-max", "9/s"}), 1, {"--slo-max", "--slo"});
}

TEST(BadInput, SaysWhoIsNotListeningToASearch) {
  expect_refusal(run_harness({"load", "http://127.0.0.1:1/", "--slo", "p99<50ms"}), 2,
                 {"127.0.0.1:1", "Connection refused"});
}

TEST(BadInput, SaysWhoIsNotListening) {
  expect_refusal(run_harness({"load", "http://127.0.0.1:1/", "-d", "1s"}), 2,
                 {"127.0.0.1:1", "Connection refused"});
}

TEST(BadInput, NamesAnOutFolderThatCannotBeWritten) {
  expect_refusal(run_harness({"run", "--profile", "smoke", "--out", "/proc/nowhere/run"}), 2,
                 {"--out", "/proc/nowhere"});
}

TEST(BadInput, NeverOverwritesAStoredRun) {
  const fs::path folder = fresh_folder("taken");
  std::ofstream(folder / "slices.csv") << "precious\n";
  std::ofstream(folder / "run.json") << "{}\n";
  expect_refusal(run_harness({"run", "--profile", "smoke", "--out", folder.string()}), 2,
                 {"--out", folder.c_str()});
  std::string kept;
  std::getline(std::ifstream(folder / "slices.csv") >> std::ws, kept);
  EXPECT_EQ(kept, "precious");
}

TEST(BadInput, NamesARunThatCannotBeRead) {
  expect_refusal(run_harness({"report", "/no/such/run"}), 2, {"/no/such/run"});
}

/// A broken copy of one TOML file of this checkout.
Ran run_with_broken(const std::string& file, const std::string& what, const std::string& with) {
  const fs::path root = fresh_folder("root");
  copy_workloads(root);
  std::string text;
  {
    std::ifstream in(root / "workloads" / file);
    text.assign(std::istreambuf_iterator<char>(in), {});
  }
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << file << " no longer holds " << what;
  if (at != std::string::npos) text.replace(at, what.size(), with);
  std::ofstream(root / "workloads" / file) << text;
  return run_harness({"run", "--profile", "smoke"}, {"HARNESS_ROOT=" + root.string()});
}

TEST(BadInput, NamesFileLineFieldAndValueOfAMalformedToml) {
  expect_refusal(run_with_broken("suites/concurrency.toml", "[profile.smoke]", "[profile.smoke"), 1,
                 {"concurrency.toml:"});
}

TEST(BadInput, NamesAnUnknownKeyAndTheNearestKnownOne) {
  expect_refusal(run_with_broken("suites/concurrency.toml", "warm_up", "warmup"), 1,
                 {"concurrency.toml:", "warmup", "warm_up"});
}

TEST(BadInput, NamesABadDurationInASuite) {
  expect_refusal(run_with_broken("suites/concurrency.toml", "timeout = \"10s\"", "timeout = \"10\""), 1,
                 {"concurrency.toml:", "timeout", "'10'"});
}

TEST(BadInput, NamesAMetricOfAClaimThatIsNoColumn) {
  expect_refusal(run_with_broken("claims.toml", "metric = \"throughput_rps\"", "metric = \"throughput_rsp\""),
                 1, {"claims.toml", "AR1 steelman", "'throughput_rsp'", "Did you mean 'throughput_rps'?"});
}

}  // namespace
}  // namespace harness::test
