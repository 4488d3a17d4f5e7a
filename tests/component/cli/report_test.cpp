// `harness report` on stored runs, as a user calls it: with no server, Node.js or Python.
#include "harness_command.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/file.hpp"

namespace harness::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

/// A folder of two runs, and one that holds none.
fs::path two_runs() {
  const fs::path folder = fresh_folder("two-runs");
  fs::copy(reference_run() / "startup", folder / "startup");
  fs::copy(reference_run() / "code", folder / "code");
  fs::create_directory(folder / "log");
  return folder;
}

TEST(Report, ShowsOneRunAlone) {
  const Ran ran = run_harness({"report", reference_run() / "startup"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("first answer ms"));
  EXPECT_THAT(ran.out, Not(HasSubstr("The points that decide")));
}

TEST(Report, OfAFolderOfRunsEndsWithTheScoreboard) {
  const Ran ran = run_harness({"report", two_runs()});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto code = ran.out.find("code · profile ci");
  const auto startup = ran.out.find("startup · profile ci");
  const auto board = ran.out.find("The points that decide");
  ASSERT_NE(board, std::string::npos);
  EXPECT_LT(code, startup);
  EXPECT_LT(startup, board);
}

TEST(Report, WritesAPageOfMarkdown) {
  const fs::path folder = two_runs();
  const fs::path page = folder / "page.md";
  const Ran ran = run_harness({"report", folder, "--format", "markdown", "-o", page});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, "");
  const std::string text = *read_file(page);
  EXPECT_THAT(text, testing::StartsWith("# The article, sentence by sentence\n\n| sentence |"));
  EXPECT_THAT(text, HasSubstr("\n## Suite code\n"));
  EXPECT_THAT(text, HasSubstr("\n## Suite startup\n"));
  EXPECT_EQ(run_harness({"report", folder, "--format", "markdown"}).out, text);
}

TEST(Report, NamesAFileThatCannotBeWritten) {
  const Ran ran = run_harness({"report", reference_run() / "code", "-o", "/proc/nowhere/page.md"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("/proc/nowhere"));
}

TEST(Report, NamesAFormatItDoesNotHave) {
  const Ran ran = run_harness({"report", reference_run() / "code", "--format", "pdf"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("markdown"));
}

}  // namespace
}  // namespace harness::test
