#include "small_workloads.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::workload {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kFile = "suites/code.toml";

std::vector<std::string> ids_of(const std::vector<Cell>& cells) {
  std::vector<std::string> ids;
  for (const Cell& cell : cells) ids.push_back(cell.id());
  return ids;
}

class Pairs : public testing::Test {
 protected:
  Pairs() {
    workloads_.write("node/sources/stack.toml", R"(schema = 1
id = "node/sources"
title = "Reads sources"
language = "node"
runtime = "node"
argv = ["{runtime}", "read.mjs"]
env = {}
jobs = ["source", "mutants"]
)");
    for (const char* file : {"node/a.mjs", "node/b.mjs", "python/a.py", "python/b.py"})
      workloads_.write(file, "");
    workloads_.write(kFile, R"(schema = 1
id = "code"
title = "How much code"
envelope = "1cpu"
timeout = "10s"
stacks = ["node/sources"]
[[pair]]
kernel = "sieve"
[[pair]]
name = "A"
node = ["a.mjs"]
python = ["a.py"]
[[pair]]
name = "B"
node = ["b.mjs"]
python = ["b.py"]
unequal = "B does more in Python"
[profile.smoke]
mutants = 0
verdicts = false
[profile.ci]
mutants = 8
verdicts = true
)");
  }

  SmallWorkloads workloads_;
};

TEST_F(Pairs, AreTheBlocksOfEveryProfile) {
  const auto catalog = workloads_.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& suite = **suite_named(*catalog, "code");
  EXPECT_TRUE(suite.reads_sources());
  EXPECT_FALSE(suite.starts_servers() || suite.drives_load() || suite.runs_jobs());
  ASSERT_EQ(suite.profiles.size(), 2U);
  for (const Profile& profile : suite.profiles) {
    EXPECT_EQ(profile.blocks, 3);
    EXPECT_TRUE(profile.looks.empty());
  }
}

TEST_F(Pairs, AreReadInAsManyWaysAsAnyOfThemHas) {
  const auto catalog = workloads_.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& suite = **suite_named(*catalog, "code");
  EXPECT_THAT(ids_of(cells_of(suite, **profile_named(suite, "ci"))),
              ElementsAre("source same", "source idiom", "source unequal", "mutants indentation",
                          "mutants bracket", "mutants other"));
  EXPECT_THAT(ids_of(cells_of(suite, **profile_named(suite, "smoke"))),
              ElementsAre("source same", "source idiom", "source unequal"));
}

TEST_F(Pairs, HaveAKernelInBothFlavoursAndFilesOnlyAsTheyAre) {
  const auto catalog = workloads_.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const auto& pairs = (*suite_named(*catalog, "code"))->pairs;
  const auto all_of = [&](const SourcePair& pair) {
    std::string text;
    for (const char* which : {"same", "idiom", "unequal"})
      text += has(pair, {"source", which}) ? std::string(which) + " " : "";
    return text + (has(pair, {"mutants", "bracket"}) ? "mutants" : "");
  };
  EXPECT_EQ(all_of(pairs[0]), "same idiom mutants");
  EXPECT_EQ(all_of(pairs[1]), "idiom ");
  EXPECT_EQ(all_of(pairs[2]), "unequal ");
}

TEST_F(Pairs, TakeTheSmallestLineOfAKernel) {
  const auto catalog = workloads_.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const SourcePair& sieve = (*suite_named(*catalog, "code"))->pairs.front();
  EXPECT_EQ(sieve.name, "sieve");
  EXPECT_EQ(sieve.n, 100);
  EXPECT_EQ(sieve.line, "25 97");
}

TEST_F(Pairs, NameFilesThatAreThere) {
  workloads_.replace(kFile, "\"a.py\"", "\"c.py\"");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("there is no python/c.py below workloads/"));
}

TEST_F(Pairs, NameAKernelThatThereIs) {
  workloads_.replace(kFile, "\"sieve\"", "\"sieva\"");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("unknown kernel 'sieva'"));
}

TEST_F(Pairs, HaveNamesOfTheirOwn) {
  workloads_.replace(kFile, "name = \"B\"", "name = \"A\"");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("'A' is here twice"));
}

TEST_F(Pairs, OfServersAnswerTheSameOrSayWhatIsNot) {
  workloads_.replace(kFile, "name = \"A\"", "name = \"A\"\nservers = [\"node/http\", \"native/server\"]");
  EXPECT_EQ(workloads_.complaint(), "");
  workloads_.replace("native/server/stack.toml", "\"/plaintext\", ", "");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("do not declare the same endpoints"));
}

TEST_F(Pairs, ThatDoTheSameAreNotCalledUnequal) {
  workloads_.replace(kFile, "name = \"B\"", "name = \"B\"\nservers = [\"node/http\", \"native/server\"]");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("remove 'unequal'"));
}

TEST_F(Pairs, AreReadByNoServer) {
  workloads_.replace(kFile, "[\"node/sources\"]", "[\"node/http\"]");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("'node/http' is a server, it does not run jobs"));
}

TEST_F(Pairs, MayBeSparedTheMistakesWhereNothingIsJudged) {
  workloads_.replace(kFile, "mutants = 0", "mutants = 1\nmutated = [\"sieve\"]");
  const auto catalog = workloads_.load();
  ASSERT_TRUE(catalog) << catalog.error().message;
  const Suite& suite = **suite_named(*catalog, "code");
  const Profile& smoke = **profile_named(suite, "smoke");
  SourcePair other = suite.pairs.front();
  other.kernel = "fib";
  EXPECT_FALSE(smoke.leaves_out(suite.pairs.front(), {"mutants", "bracket"}));
  EXPECT_TRUE(smoke.leaves_out(other, {"mutants", "bracket"}));
  EXPECT_FALSE(smoke.leaves_out(other, {"source", "same"}));
}

TEST_F(Pairs, AreNotSparedThemByWhatJudges) {
  workloads_.replace(kFile, "mutants = 8", "mutants = 8\nmutated = [\"sieve\"]");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("leaves kernels out of a profile that judges all"));
}

TEST_F(Pairs, AreSparedThemByTheirKernel) {
  workloads_.replace(kFile, "mutants = 0", "mutants = 1\nmutated = [\"sieva\"]");
  EXPECT_THAT(workloads_.complaint(),
              HasSubstr("names 'sieva', but no [[pair]] has that kernel. Did you mean 'sieve'?"));
}

TEST_F(Pairs, AreSparedNothingWhereNoMistakesAreWanted) {
  workloads_.replace(kFile, "mutants = 0", "mutants = 0\nmutated = [\"sieve\"]");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("means nothing where no mutants are wanted"));
}

TEST_F(Pairs, HaveNothingThatIsTimed) {
  workloads_.replace(kFile, "mutants = 8", "mutants = 8\nslice = \"1s\"");
  EXPECT_THAT(workloads_.complaint(), HasSubstr("slice"));
}

}  // namespace
}  // namespace harness::workload
