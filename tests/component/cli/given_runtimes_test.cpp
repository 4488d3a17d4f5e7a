// --runtime NAME=PATH: what the given interpreter is, it is asked; and its arms are never taken for the usual
// ones.
#include <fstream>

#include "harness_command.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/results/run_folder.hpp"

namespace harness::test {
namespace {

namespace fs = std::filesystem;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const std::string kPython = std::string(HARNESS_SOURCE_DIR) + "/workloads/python/.venv/bin/python";
constexpr auto kPlainPython = "/usr/bin/python3";

TEST(GivenRuntime, UnderANewNameIsAFurtherRuntimeOfTheLanguageItTurnsOutToBe) {
  const Ran ran = run_harness({"list", "runtimes", "--runtime", std::string("mine=") + kPlainPython});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, ContainsRegex("\nmine +3\\.[0-9.]+ .*/usr/bin/python3\n"));
  EXPECT_THAT(ran.out, ContainsRegex("\ncpython +3\\.11\\.2 .*\\.venv/bin/python\n"));
}

TEST(GivenRuntime, HasArmsOfStacksWithoutPackagesOnly) {
  const Ran ran = run_harness({"list", "stacks", "--runtime", std::string("mine=") + kPlainPython});
  EXPECT_THAT(ran.out, ContainsRegex("\npython/asyncio@mine +T0 +mine "));
  EXPECT_THAT(ran.out, ContainsRegex("\npython/kernels@mine +jobs +mine "));
  EXPECT_THAT(ran.out, Not(HasSubstr("python/uvicorn@mine")));
  EXPECT_THAT(ran.out, Not(HasSubstr("node/http@mine")));
}

TEST(GivenRuntime, UnderAKnownNameTakesItsPlaceAndLosesStacksWhosePackagesItHasNot) {
  const Ran ran = run_harness({"list", "stacks", "--runtime", std::string("cpython=") + kPlainPython});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(
      ran.out,
      ContainsRegex("\npython/uvicorn .*absent: /usr/bin/python3 has no .*uvloop.*; install it there\n"));
  EXPECT_THAT(ran.out, ContainsRegex("\npython/asyncio .* yes *\n"));
  EXPECT_THAT(ran.out, Not(HasSubstr("@cpython")));
}

TEST(GivenRuntime, ThatHasItsLockIsNotMeasuredAsOneWithout) {
  const Ran ran = run_harness({"list", "stacks", "--runtime", std::string("free-threaded=") + kPlainPython});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out,
              ContainsRegex("\npython/kernels-threads@free-threaded .*absent: /usr/bin/python3 has its "
                            "lock 'on', and 'free-threaded' stands for a build with it 'off'"));
}

TEST(GivenRuntime, IsVerifiedBesideTheUsualOne) {
  const Ran ran = run_harness({"verify", "--stacks", "python/asyncio", "--runtime", "mine=" + kPython});
  EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
  EXPECT_THAT(ran.out, ContainsRegex("\nok +python/asyncio +T0"));
  EXPECT_THAT(ran.out, ContainsRegex("\nok +python/asyncio@mine +T0"));
}

TEST(GivenRuntime, IsStoredAsAnArmOfItsOwnWithWhatItIs) {
  const fs::path folder = fresh_folder("given") / "run";
  const Ran ran = run_harness({"run", "--profile", "smoke", "--stacks", "python/asyncio", "--runtime",
                               "mine=" + kPython, "--out", folder.string()});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto stored = results::read_run(folder);
  ASSERT_TRUE(stored) << stored.error().message;
  EXPECT_THAT(stored->manifest.runtimes, testing::ElementsAre("mine=" + kPython));
  for (const results::SliceRow& row : stored->slices) {
    const bool mine = row.stack == "python/asyncio@mine";
    EXPECT_EQ(row.runtime, mine ? "mine" : "cpython") << row.stack;
    EXPECT_EQ(row.runtime_version, "3.11.2") << row.stack;
    EXPECT_TRUE(mine || row.stack == "python/asyncio") << row.stack;
  }
  EXPECT_EQ(std::ranges::count(stored->slices, "mine", &results::SliceRow::runtime) * 2,
            std::ssize(stored->slices));
  EXPECT_EQ(results::value_of(stored->env, "runtime.mine.version"), "3.11.2");
  EXPECT_EQ(results::value_of(stored->env, "runtime.mine.released"), "2023-02-08");
  EXPECT_EQ(results::value_of(stored->env, "runtime.mine.build"), "debian");
  EXPECT_EQ(results::value_of(stored->env, "runtime.mine.gil"), "on");
  EXPECT_EQ(results::value_of(stored->env, "runtime.mine.jit"), "none");
  EXPECT_EQ(results::value_of(stored->env, "stack.python/asyncio@mine.version"), "3.11.2");
}

TEST(GivenRuntime, MustBeAnInterpreterNamedByAPath) {
  const auto refusal = [](const std::string& text) {
    const Ran ran = run_harness({"list", "runtimes", "--runtime", text});
    EXPECT_NE(ran.code, 0);
    return ran.err;
  };
  EXPECT_THAT(refusal("mine"), HasSubstr("--runtime: 'mine' is not NAME=PATH"));
  EXPECT_THAT(refusal("a/b=/bin/true"), HasSubstr("is not NAME=PATH"));
  EXPECT_THAT(refusal("mine=python3"), HasSubstr("'python3' is a bare name"));
  EXPECT_THAT(refusal("mine=/no/such/python"), HasSubstr("runs neither as Python nor as JavaScript"));
  EXPECT_THAT(refusal("mine=/bin/true"), HasSubstr("runs neither as Python nor as JavaScript"));
  EXPECT_THAT(refusal(std::string("node=") + kPlainPython),
              HasSubstr("is cpython, but 'node' is node: give it another"));
}

}  // namespace
}  // namespace harness::test
