#include <string>
#include <vector>

#include "example_rows.hpp"
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/results/csv.hpp"

namespace harness::results {
namespace {

using testing::HasSubstr;

/// The reason of every second row has a line end and quotes in it, and the arm of every fourth is not here.
std::string table(int rows) {
  std::string text = csv_header(slice_columns());
  for (int i = 0; i < rows; ++i) {
    SliceRow row = i % 2 == 0 ? full_slice() : bare_slice();
    row.block = i;
    if (i % 4 == 3) row.status = SliceStatus::kAbsent;
    text += csv_line(row).value();
  }
  return text;
}

/// How a row that full_slice() or bare_slice() is stored as begins.
const std::string kRowBegins = fmt::format("\n{},r1", kSchema);

/// What each of so many visitors saw.
struct Visit {
  Result<VisitedSlices> told;
  std::vector<std::vector<SliceRow>> seen;
};

Visit visit(std::string_view text, std::size_t parts) {
  Visit result{{}, std::vector<std::vector<SliceRow>>(parts)};
  std::vector<VisitSlice> visitors;
  for (auto& rows : result.seen) visitors.emplace_back([&rows](const SliceRow& row) { rows.push_back(row); });
  result.told = visit_slices(text, visitors);
  return result;
}

std::vector<SliceRow> joined(const std::vector<std::vector<SliceRow>>& parts) {
  std::vector<SliceRow> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

TEST(VisitSlices, ShowsEachRowOnceAndInOrderWhereverTheTextIsDivided) {
  for (const int rows : {0, 1, 2, 7, 40}) {
    const std::string text = table(rows);
    const auto expected = read_slices(text)->rows;
    for (std::size_t parts = 1; parts <= 9; ++parts) {
      const Visit visited = visit(text, parts);
      ASSERT_TRUE(visited.told) << visited.told.error().message;
      EXPECT_EQ(visited.told->rows, expected.size());
      EXPECT_EQ(visited.told->measured, expected.size() - expected.size() / 4);
      EXPECT_EQ(joined(visited.seen), expected) << rows << " rows in " << parts << " parts";
    }
  }
}

TEST(VisitSlices, GivesEveryVisitorAboutAsMuch) {
  const Visit visited = visit(table(40), 2);
  EXPECT_GE(visited.seen[0].size(), 18U);
  EXPECT_GE(visited.seen[1].size(), 18U);
}

TEST(VisitSlices, CountsLinesFromTheBeginningOfTheFileInEveryPart) {
  // A full row takes two lines: header, 10 · 3 lines, then the one that is wrong.
  std::string text = table(20) + table(1).substr(csv_header(slice_columns()).size());
  text.replace(text.rfind(kRowBegins) + 1, 1, "x");
  for (std::size_t parts = 1; parts <= 4; ++parts)
    EXPECT_THAT(visit(text, parts).told.error().message, HasSubstr("line 32: ")) << parts;
}

TEST(VisitSlices, TellsOfTwoErrorsTheOneThatStandsFirst) {
  std::string text = table(20);
  text.replace(text.rfind(kRowBegins) + 1, 2, "x,");
  text.replace(text.find(kRowBegins) + 1, 2, "y,");
  for (std::size_t parts = 1; parts <= 4; ++parts)
    EXPECT_THAT(visit(text, parts).told.error().message, HasSubstr("line 2: column 'schema' is 'y'"))
        << parts;
}

TEST(VisitSlices, LeavesOutALineThatWasCutOffAndSaysSo) {
  std::string text = table(5);
  text.resize(text.size() - 10);
  for (std::size_t parts = 1; parts <= 8; ++parts) {
    const Visit visited = visit(text, parts);
    ASSERT_TRUE(visited.told);
    EXPECT_TRUE(visited.told->truncated) << parts;
    EXPECT_EQ(visited.told->rows, 4U) << parts;
  }
}

TEST(VisitSlices, RefusesAQuoteThatNobodyClosedInsteadOfLosingRows) {
  std::string text = table(20);
  text.insert(text.find("node/http"), "\"");
  for (std::size_t parts = 1; parts <= 4; ++parts) EXPECT_FALSE(visit(text, parts).told) << parts;
}

}  // namespace
}  // namespace harness::results
