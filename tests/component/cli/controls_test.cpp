// A run that judges checks itself: the control arms are launched, measured, stored and judged like others.
// Whether the ten per cent are seen depends on the machine and is what scripts/certify is for.
#include <algorithm>
#include <fstream>

#include "harness_command.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/file.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

void replace(std::string& text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
}

/// workloads/suites/certify.toml with a ci profile that is over in seconds.
void write_short_certify(const fs::path& root) {
  const fs::path file = root / "workloads/suites/certify.toml";
  std::string suite = read_file(file).value();
  const auto ci = suite.find("[profile.ci]");
  ASSERT_NE(ci, std::string::npos);
  std::string profile = suite.substr(ci);
  replace(profile, "slice = \"350ms\"", "slice = \"60ms\"");
  replace(profile, "lead_in = \"100ms\"", "lead_in = \"20ms\"");
  replace(profile, "warm_up = \"1500ms\"", "warm_up = \"100ms\"");
  std::ofstream(file) << suite.substr(0, ci) << profile;
}

std::size_t rows_of(const results::StoredRun& run, const std::string& stack) {
  return static_cast<std::size_t>(std::ranges::count_if(run.slices, [&](const results::SliceRow& row) {
    return row.stack == stack && row.ok.value_or(0) > 0;
  }));
}

TEST(Controls, AreMeasuredStoredAndRecomputedWithTheRun) {
  const fs::path root = fresh_folder("controls");
  copy_workloads(root);
  write_short_certify(root);
  const std::vector<std::string> environment{"HARNESS_ROOT=" + root.string()};
  const fs::path folder = root / "run";
  const Ran ran = run_harness(
      {"run", "--suite", "certify", "--profile", "ci", "--seed", "7", "--out", folder.string()}, environment);
  ASSERT_TRUE(ran.code == 0 || ran.code == 3) << ran.err << ran.out;
  EXPECT_THAT(ran.err, HasSubstr("1 arm and 2 controls × 1 cell, 6 blocks (and up to 2 for lost ones)"));
  EXPECT_THAT(ran.out, HasSubstr("controls     A/A "));

  const auto stored = results::read_run(folder);
  ASSERT_TRUE(stored) << stored.error().message;
  ASSERT_EQ(stored->controls.size(), 2U);
  for (const results::ControlRow& control : stored->controls) {
    if (control.outcome == results::ControlOutcome::kUnknown)  // gates fail slices this short on a busy host
      EXPECT_THAT(control.reason, HasSubstr("do not count")) << control.control;
    else
      EXPECT_TRUE(control.effect && control.n_blocks >= 6) << control.control;
  }
  if (stored->controls[0].outcome == results::ControlOutcome::kAlarm) {
    EXPECT_EQ(ran.code, 3) << ran.out;
  }
  for (const char* arm : {"node/http", "node/http:same", "node/http:slower"})
    EXPECT_GE(rows_of(*stored, arm), 12U) << arm;
  for (const results::SliceRow& row : stored->slices) {
    EXPECT_EQ(row.gate_contract, results::Gate::kPass);
    EXPECT_EQ(row.turns, 2U);  // of 25 ms, as near as 60 ms allow
    EXPECT_DOUBLE_EQ(row.duration_s.value_or(0), 0.06);
    EXPECT_EQ(row.server_requests, row.sent_in_all);
    EXPECT_EQ(row.new_connections, 0U);
  }

  const Ran again = run_harness({"verdict", folder.string()}, environment);
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("equal to the stored verdicts"));
}

TEST(Controls, ThatWereEditedByHandAreNoticed) {
  const fs::path golden = fs::path(HARNESS_SOURCE_DIR) / "tests/golden/run_v4";
  const fs::path folder = fresh_folder("edited") / "run";
  fs::copy(golden, folder, fs::copy_options::recursive);
  fs::remove(folder / "verdicts.csv");  // of claims that only a test knows
  std::string controls = read_file(folder / "controls.csv").value();
  replace(controls, "quiet", "ALARM");
  std::ofstream(folder / "controls.csv") << controls;
  const Ran ran = run_harness({"verdict", folder.string()});
  EXPECT_EQ(ran.code, 3) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("DIFFERENT from the stored verdicts"));
}

}  // namespace
}  // namespace harness::test
