#include "harness/verdict/replication.hpp"

#include <cmath>

#include "made_up_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::verdict {
namespace {

using testing::HasSubstr;

NamedRun run_of(const std::string& name, const Rows& rows) {
  NamedRun run{name, {}};
  run.run.slices = rows;
  return run;
}

ReplicatedPlace replicated(const std::vector<Rows>& machines) {
  std::vector<NamedRun> runs;
  for (const Rows& rows : machines) runs.push_back(run_of("machine" + std::to_string(runs.size()), rows));
  return replicate(std::vector{comparison(1.5)}, runs).at(0);
}

TEST(Replication, OfTwoRunsNeedsARatioWithinTheMargin) {
  // se of the difference: √2 · 0.0152753 = 0.0216; t(.95, 10) = 1.812: half width 0.0391. log 1.10 = 0.0953.
  EXPECT_EQ(replicated({paired(six(0.45)), paired(six(0.45 + 0.055))}).replication, Replication::kReplicates);
  const auto row = replicated({paired(six(0.45)), paired(six(0.45 + 0.057))});
  EXPECT_NE(row.replication, Replication::kReplicates);
  EXPECT_NEAR(row.difference->high - row.difference->estimate, 0.03915, 1e-4);
}

TEST(Replication, DiffersOnlyBeyondChanceAndBeyondFivePerCent) {
  EXPECT_EQ(replicated({paired(six(0.45)), paired(six(0.65))}).replication, Replication::kDiffers);
  // Certain, but 3 %: not worth the word.
  EXPECT_EQ(replicated({paired(six(0.45, 0.01)), paired(six(0.48, 0.01))}).replication,
            Replication::kReplicates);
  // Far, but noisy.
  const auto noisy = replicated({paired(six(0.45, 8)), paired(six(0.65, 8))});
  EXPECT_EQ(noisy.replication, Replication::kUnresolved);
  EXPECT_EQ(noisy.reason, "the runs are not precise enough to tell");
}

TEST(Replication, MirrorsWhenTheRunsAreSwapped) {
  const auto one = replicated({paired(six(0.45)), paired(six(0.65))});
  const auto other = replicated({paired(six(0.65)), paired(six(0.45))});
  EXPECT_EQ(one.replication, other.replication);
  EXPECT_DOUBLE_EQ(one.difference->estimate, -other.difference->estimate);
}

TEST(Replication, PaysForHowManyPlacesAreLookedAt) {
  // p = 0.03 alone; of two places Holm makes it 0.06.
  workload::Claim claim = comparison(1.5);
  const workload::Cell other{"/other", 64, {}};
  claim.contrasts.push_back({other, other, {}});
  const auto machine = [&](double here) {
    Rows rows = paired(six(here));
    for (const auto& row : paired(six(0.45), other)) rows.push_back(row);
    return rows;
  };
  const double apart = 2.5 * 0.0216;
  EXPECT_LT(replicated({machine(0.45), machine(0.45 + apart)}).p_holm, 0.05);
  const std::vector runs{run_of("A", machine(0.45)), run_of("B", machine(0.45 + apart))};
  EXPECT_GT(replicate(std::vector{claim}, runs).at(0).p_holm, 0.05);
}

TEST(Replication, OfThreeRunsIsThatOfEveryTwo) {
  EXPECT_EQ(replicated({paired(six(0.45)), paired(six(0.46)), paired(six(0.44))}).replication,
            Replication::kReplicates);
  const auto apart = replicated({paired(six(0.45)), paired(six(0.46)), paired(six(0.9))});
  EXPECT_EQ(apart.replication, Replication::kDiffers);
  EXPECT_GT(apart.pooled->i_squared, 0.9);
}

TEST(Replication, NamesTheRunThatHasTooFewBlocks) {
  Rows five = paired(six(0.45));
  std::erase_if(five, [](const auto& row) { return row.block == 5; });
  const auto place = replicated({paired(six(0.45)), five});
  EXPECT_EQ(place.replication, Replication::kUnresolved);
  EXPECT_EQ(place.reason, "too few blocks count in machine1");
}

NamedRun with(const std::string& name, std::vector<results::EnvRow> env) {
  NamedRun run{name, {}};
  run.run.env = std::move(env);
  return run;
}

std::string complaint(const std::vector<NamedRun>& runs) {
  const auto comparable = check_comparable(runs);
  return comparable ? "" : comparable.error().message;
}

TEST(Comparability, RefusesOtherServersClaimsAndRuntimesAndNamesThem) {
  EXPECT_THAT(complaint({with("A", {{"sha256.workloads/claims.toml", "1", ""}}),
                         with("B", {{"sha256.workloads/claims.toml", "2", ""}})}),
              HasSubstr("sha256.workloads/claims.toml is not the same: 1 | 2"));
  EXPECT_THAT(complaint({with("A", {{"runtime.node.pinned_version", "26.10.0", ""}}),
                         with("B", {{"runtime.node.pinned_version", "26.11.0", ""}})}),
              HasSubstr("runtime.node.pinned_version is not the same: 26.10.0 | 26.11.0"));
  NamedRun full = with("B", {});
  full.run.manifest.profile = "full";
  EXPECT_THAT(complaint({with("A", {}), full}), HasSubstr("profile is not the same"));
}

TEST(Comparability, AllowsAPatchAndUpToTwiceTheWarmUp) {
  EXPECT_EQ(
      complaint({with("A", {{"runtime.node.pinned_version", "26.10.0", ""}, {"run.warm_up_s", "1.5", ""}}),
                 with("B", {{"runtime.node.pinned_version", "26.10.3", ""}, {"run.warm_up_s", "3", ""}})}),
      "");
  EXPECT_THAT(
      complaint({with("A", {{"run.warm_up_s", "1.5", ""}}), with("B", {{"run.warm_up_s", "3.1", ""}})}),
      HasSubstr("run.warm_up_s"));
}

TEST(Comparability, ListsWhatMayDifferButNotWhatEveryRunHasOfItsOwn) {
  const auto others =
      other_facts(std::vector{with("A", {{"cpu_model", "x", ""}, {"load_average", "1", ""}}),
                              with("B", {{"cpu_model", "y", ""}, {"load_average", "2", ""}})});
  ASSERT_EQ(others.size(), 1U);
  EXPECT_EQ(others[0].key, "cpu_model");
  EXPECT_EQ(others[0].values, (std::vector<std::string>{"x", "y"}));
}

}  // namespace
}  // namespace harness::verdict
