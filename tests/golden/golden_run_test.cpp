#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/file.hpp"
#include "harness/results/csv.hpp"
#include "harness/results/run_folder.hpp"
#include "harness/verdict/certificate.hpp"
#include "harness/verdict/judge.hpp"

namespace harness {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

const fs::path kGolden = fs::path(HARNESS_SOURCE_DIR) / "tests/golden";
const fs::path kRun = kGolden / "run_v1";
const fs::path kRunV2 = kGolden / "run_v2";
const fs::path kKilledRun = kGolden / "run_v1_killed";

results::StoredRun stored(const fs::path& folder) {
  auto run = results::read_run(folder);
  if (!run) throw std::runtime_error(run.error().message);
  return *run;
}

workload::Claim claim(std::string id, std::string numerator, std::string denominator, double threshold,
                      workload::Cell cell) {
  workload::Claim made;
  made.id = std::move(id);
  made.reading = "fixture";
  made.quote = "made up, \"for a test\"";
  made.suite = "concurrency";
  made.kind = workload::ClaimKind::kComparison;
  made.metric = "throughput_rps";
  made.numerator = std::move(numerator);
  made.denominator = std::move(denominator);
  made.threshold = threshold;
  made.contrasts = {{cell, cell, {}}};
  return made;
}

/// One claim for each way a verdict can come out of this run.
std::vector<workload::Claim> claims() {
  const workload::Cell plain{"/plaintext", 64, {}};
  const workload::Cell delay{"/delay?ms=50", 64, {}};
  const std::string node = "node/http";
  const std::string python = "python/asyncio";
  std::vector<workload::Claim> all{
      claim("G1", node, python, 1.5, plain),  claim("G2", node, python, 2, plain),
      claim("G3", node, python, 1.1, delay),  claim("G4", python, node, 1.1, plain),
      claim("G5", node, python, 1.65, plain), claim("G6", node, "python/threads", 2, plain),
      claim("G7", node, python, 1.1, plain),  claim("G8", node, "python/freethreaded", 1.1, plain),
      claim("G9", node, python, 0.9, delay),  claim("G10", node, python, 1, plain),
  };
  all[0].also_show = {"python/threads", "python/freethreaded"};
  all[6].contrasts.push_back({delay, delay, {}});
  all[8].kind = workload::ClaimKind::kThreshold;
  all[8].denominator.clear();
  all[8].contrasts = {{delay, {}, 64 / 0.05}};
  all[8].also_show = {python};
  all[9].metric = "requests_per_server_cpu_s";
  return all;
}

verdict::Context context_of(const results::StoredRun& run) {
  verdict::Context context;
  context.run_id = run.manifest.run_id;
  context.procedure = results::procedure_of(run.manifest);
  context.claims_sha256 = run.manifest.claims_sha256.value_or("");
  return context;
}

std::vector<results::VerdictRow> recomputed(const results::StoredRun& run) {
  const auto all = claims();
  return verdict::judge(all, run.slices, context_of(run));
}

TEST(GoldenRun, IsReadWithoutComplaint) {
  const auto run = stored(kRun);
  EXPECT_EQ(run.manifest.status, results::RunStatus::kComplete);
  EXPECT_EQ(run.slices.size(), 31u);
  EXPECT_EQ(run.env.size(), 2u);
  EXPECT_EQ(run.slices.back().service_p99_9_us, std::nullopt);
  EXPECT_THAT(run.notes, IsEmpty());
}

class GoldenRuns : public testing::TestWithParam<int> {
 protected:
  fs::path folder_ = kGolden / ("run_v" + std::to_string(GetParam()));
};
INSTANTIATE_TEST_SUITE_P(OfSchema, GoldenRuns, testing::Range(1, results::kSchema + 1));

TEST_P(GoldenRuns, AreWrittenBackByteForByte) {
  const auto run = stored(folder_);
  std::string slices = csv_header(results::columns_in(results::slice_columns(), GetParam()));
  for (const auto& row : run.slices) slices += results::csv_line(row).value();
  EXPECT_EQ(slices, *read_file(folder_ / "slices.csv"));
  EXPECT_EQ(*results::csv_text(run.env), *read_file(folder_ / "env.csv"));
  EXPECT_EQ(manifest_json(run.manifest), *read_file(folder_ / "run.json"));
  EXPECT_EQ(run.manifest.schema, GetParam());
}

TEST_P(GoldenRuns, GiveTheSameVerdictsByteForByte) {
  const auto run = stored(folder_);
  const auto verdicts = recomputed(run);
  if (std::getenv("HARNESS_UPDATE_GOLDEN")) {
    ASSERT_TRUE(results::write_verdicts(folder_, verdicts));
  }
  EXPECT_EQ(*results::csv_text(verdicts), *read_file(folder_ / "verdicts.csv"));
  EXPECT_EQ(stored(folder_).verdicts, verdicts);
}

TEST(GoldenRun, OfSchemaTwoKeepsWhatIsNewInIt) {
  const auto run = stored(kRunV2);
  const results::SliceRow& open_loop = run.slices.back();
  EXPECT_EQ(open_loop.rate_rps, 500);
  EXPECT_EQ(open_loop.arrivals, "poisson");
  EXPECT_EQ(open_loop.guards, "MACHINE_NOISE");
  EXPECT_EQ(open_loop.response_p99_9_us, std::nullopt);
  EXPECT_EQ(run.slices.front().rate_rps, std::nullopt);
}

TEST(GoldenRun, OfSchemaThreeIsJudgedAsAFamilyAndEarlierOnesAreNot) {
  const auto family = recomputed(stored(kGolden / "run_v3"));
  const auto alone = recomputed(stored(kRunV2));
  for (std::size_t i = 0; i < family.size(); ++i) {
    EXPECT_EQ(alone[i].p_holm, std::nullopt);
    if (!family[i].ci_level) continue;
    EXPECT_EQ(family[i].looks_planned, 2u);
    EXPECT_GT(*family[i].ci_level, *alone[i].ci_level) << family[i].claim;
  }
}

class GoldenCertificates : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(OfSchema, GoldenCertificates, testing::Range(4, results::kSchema + 1));

TEST_P(GoldenCertificates, AreThoseOfTheirVerdicts) {
  const fs::path folder = kGolden / ("run_v" + std::to_string(GetParam()));
  const auto run = stored(folder);
  const auto controls = verdict::certificate(run.slices, context_of(run));
  const std::string text = results::csv_text(controls).value();
  if (std::getenv("HARNESS_UPDATE_GOLDEN")) {
    ASSERT_TRUE(write_file_atomically(folder / "controls.csv", text));
  }
  EXPECT_EQ(text, *read_file(folder / "controls.csv"));
  ASSERT_EQ(controls.size(), 2u);
  EXPECT_EQ(controls[0].outcome, results::ControlOutcome::kQuiet);
  EXPECT_EQ(controls[1].outcome, results::ControlOutcome::kFound);
}

TEST(GoldenRun, OfSchemaFiveLeavesOutTheBlockInWhichTheHostWasNoisy) {
  const auto verdicts = recomputed(stored(kGolden / "run_v5"));
  EXPECT_EQ(verdicts.front().n_excluded, 1U);
  EXPECT_EQ(verdicts.front().n_blocks, 6U);
  EXPECT_EQ(recomputed(stored(kGolden / "run_v4")).front().n_excluded, std::nullopt);
}

TEST(GoldenRun, OfSchemaNineKeepsWhatIsNewInItAndIsJudgedAsThatOfEight) {
  const auto run = stored(kGolden / "run_v9");
  const auto before = stored(kGolden / "run_v8");
  const auto job =
      std::ranges::find_if(run.slices, [](const auto& row) { return row.job_work_s.has_value(); });
  ASSERT_NE(job, run.slices.end());
  EXPECT_EQ(job->job_checks_s, 0.0025);
  EXPECT_GT(job->job_work_s, job->job_first_s);
  const results::SliceRow& same = before.slices[static_cast<std::size_t>(job - run.slices.begin())];
  EXPECT_EQ(same.job_wall_s, job->job_wall_s);
  EXPECT_EQ(same.job_work_s, std::nullopt);
  const auto verdicts = recomputed(run);
  const auto verdicts_before = recomputed(before);
  ASSERT_EQ(verdicts.size(), verdicts_before.size());
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    EXPECT_EQ(verdicts[i].verdict, verdicts_before[i].verdict) << verdicts[i].claim;
    EXPECT_EQ(verdicts[i].detail, verdicts_before[i].detail) << verdicts[i].claim;
    EXPECT_EQ(verdicts_before[i].schema, 8);
  }
}

TEST(GoldenRun, ReachesEveryVerdict) {
  std::set<results::Verdict> reached;
  for (const auto& row : recomputed(stored(kRun))) reached.insert(row.verdict);
  EXPECT_EQ(reached.size(), 5u);
}

TEST(KilledRun, KeepsAllRowsButTheOneThatWasCutOff) {
  const auto run = stored(kKilledRun);
  const auto whole = stored(kRun);
  ASSERT_EQ(run.slices.size(), 14u);
  EXPECT_TRUE(std::equal(run.slices.begin(), run.slices.end(), whole.slices.begin()));
  EXPECT_THAT(run.verdicts, IsEmpty());
  EXPECT_THAT(run.notes,
              ElementsAre("slices.csv: the last line was cut off (the run was killed) and is left out",
                          "this run is partial: 13 of 30 planned rows are stored"));
}

TEST(KilledRun, IsNeverJudgedOnItsTwoBlocks) {
  for (const auto& row : recomputed(stored(kKilledRun))) {
    EXPECT_TRUE(row.verdict == results::Verdict::kInconclusive ||
                row.verdict == results::Verdict::kNotTestableHere)
        << row.claim << ": " << row.detail;
  }
}

}  // namespace
}  // namespace harness
