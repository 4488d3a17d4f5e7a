#include "harness/results/csv.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "example_rows.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::results {
namespace {

using testing::HasSubstr;

std::string slices_text(const SliceRow& row) {
  return csv_header(slice_columns()) + csv_line(row).value();
}

std::string env_text(std::string_view body) {
  return "key,value,source\n" + std::string(body);
}

std::string message_of(std::string_view text) {
  const auto read = read_slices(text);
  return read ? "no error" : read.error().message;
}

TEST(Csv, ReadsBackEveryCellItWrote) {
  const auto slices = read_slices(slices_text(full_slice()));
  ASSERT_TRUE(slices) << slices.error().message;
  EXPECT_EQ(slices->rows, std::vector{full_slice()});
  EXPECT_FALSE(slices->truncated);

  const std::vector verdicts{full_verdict()};
  EXPECT_EQ(read_verdicts(*csv_text(verdicts))->rows, verdicts);
  const std::vector controls{full_control()};
  EXPECT_EQ(read_controls(*csv_text(controls))->rows, controls);
  const std::vector causes{full_cause()};
  EXPECT_EQ(read_causes(*csv_text(causes))->rows, causes);
  const std::vector mutations{full_mutation()};
  EXPECT_EQ(read_mutations(*csv_text(mutations))->rows, mutations);
  const std::vector env{EnvRow{"cpu.model", "a, \"b\"", ""}};
  EXPECT_EQ(read_env(*csv_text(env))->rows, env);
}

TEST(Csv, LeavesWhatWasNotMeasuredEmpty) {
  const std::string says_at_least =
      "9,r1,concurrency,ci,0,0,/delay?ms=50 c=64,/delay?ms=50,64,,,,,,,node/http,,,1,ok,";
  const std::string gates = "na,na,na,na,na,na,na,na,na,na,na,na,na,na,na,na,na,na,na,na,na,";
  const std::string line = *csv_line(bare_slice());
  EXPECT_TRUE(line.starts_with(says_at_least)) << line;
  std::string rest = line.substr(says_at_least.size());
  const auto at = rest.find(gates);
  ASSERT_NE(at, std::string::npos);
  rest.erase(at, gates.size());
  EXPECT_EQ(rest.find_first_not_of(",\n"), std::string::npos) << line;
  EXPECT_EQ(read_slices(slices_text(bare_slice()))->rows.front(), bare_slice());
}

TEST(Csv, WritesTheShortestNumberThatReadsBackTheSame) {
  VerdictRow row = full_verdict();
  for (const double value : {0.1, 1.0 / 3, 1e-9, 123456789.125, 5e-324, 1.7976931348623157e308}) {
    row.effect = value;
    EXPECT_EQ(*read_verdicts(*csv_text(std::vector{row}))->rows.front().effect, value);
  }
  row.effect = 0.1;
  EXPECT_THAT(*csv_line(row), HasSubstr(",0.1,"));
}

TEST(Csv, QuotesAsRfc4180Says) {
  EXPECT_EQ(*csv_line(EnvRow{"a,b", "say \"hi\"", "two\nlines"}),
            "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\n");
  EXPECT_EQ(*csv_line(EnvRow{"plain", "text", "here"}), "plain,text,here\n");
}

TEST(Csv, ReadsLineEndsOfBothKinds) {
  const auto read = read_env("key,value,source\r\na,b,c\r\n");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->rows, (std::vector{EnvRow{"a", "b", "c"}}));
}

TEST(Csv, RefusesToWriteNanAndInfinity) {
  for (const double value : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    SliceRow row = bare_slice();
    row.little_ratio = value;
    const auto line = csv_line(row);
    ASSERT_FALSE(line);
    EXPECT_THAT(line.error().message, HasSubstr("column 'little_ratio' is not a finite number"));
  }
}

TEST(Csv, RefusesToReadNanAndInfinity) {
  for (const char* word : {"nan", "inf", "-inf", "1e999"}) {
    SliceRow row = bare_slice();
    row.load_1m = 77.5;
    std::string text = slices_text(row);
    text.replace(text.find("77.5"), 4, word);
    EXPECT_THAT(message_of(text), HasSubstr("column 'load_1m' is '" + std::string(word) + "'"));
  }
}

TEST(Csv, RefusesToWriteARowThatDoesNotSayWhichArmItIs) {
  SliceRow row = bare_slice();
  row.stack.clear();
  EXPECT_THAT(csv_line(row).error().message, HasSubstr("column 'stack' is empty"));
}

TEST(Csv, NamesTheFirstColumnThatDiffersFromTheDictionary) {
  std::string text = slices_text(bare_slice());
  text.replace(text.find("suite"), 5, "suit");
  EXPECT_THAT(message_of(text), HasSubstr("column 3 is 'suit', expected 'suite'"));
  EXPECT_THAT(read_env("key,value\n").error().message, HasSubstr("column 3 is 'nothing', expected 'source'"));
  EXPECT_THAT(read_env("key,value,source,more\n").error().message,
              HasSubstr("column 4 is 'more', expected 'nothing'"));
  EXPECT_THAT(read_env("").error().message, HasSubstr("no header line"));
  EXPECT_THAT(read_slices("").error().message, HasSubstr("no header line; expected columns schema, run_id"));
  // Tables that earlier schemas did not have.
  EXPECT_THAT(read_controls("").error().message,
              HasSubstr("no header line; expected columns schema, run_id"));
  EXPECT_THAT(read_causes("").error().message, HasSubstr("no header line; expected columns run_id, claim"));
  EXPECT_THAT(read_mutations("").error().message, HasSubstr("no header line"));
}

TEST(Csv, NamesLineColumnAndValueOfACellThatIsNoSuchThing) {
  std::string text = slices_text(bare_slice());
  text.replace(text.find(",1,ok,,"), 7, ",1,fine,,");
  EXPECT_THAT(message_of(text),
              HasSubstr("line 2: column 'status' is 'fine', expected ok, invalid, failed or absent"));
  text = slices_text(full_slice());
  text.replace(text.find(",101,"), 5, ",-1,");
  EXPECT_THAT(message_of(text),
              HasSubstr("column 'scheduled' is '-1', expected a whole number of at least 0"));
  EXPECT_THAT(read_env(env_text("a,b\n")).error().message, HasSubstr("line 2: 2 cells, expected 3"));
  EXPECT_THAT(read_env(env_text("a,b,c\n\n")).error().message, HasSubstr("line 3: 1 cells, expected 3"));
}

TEST(Csv, CountsLinesWithinQuotedCells) {
  EXPECT_THAT(read_env(env_text("a,\"1\n2\n3\",c\nb,c\n")).error().message, HasSubstr("line 5: 2 cells"));
}

TEST(Csv, DropsALastLineThatWasCutOffWithinItsLineEnd) {
  const auto read = read_env("key,value,source\r\na,b,c\r\nd,e,f\r");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->rows.size(), 1U);
  EXPECT_TRUE(read->truncated);
}

TEST(Csv, RefusesARowOfAnotherSchema) {
  SliceRow row = bare_slice();
  row.schema = kSchema + 1;
  EXPECT_THAT(message_of(slices_text(row)), HasSubstr("column 'schema' is 10, the columns are those of 9"));
}

TEST(Csv, ReadsARowOfAnEarlierSchemaAndWritesItBackAsItWas) {
  SliceRow row = bare_slice();
  row.schema = 1;
  row.jain_index = 0.9;  // schema 1 has no place for it
  const auto columns = columns_in(slice_columns(), 1);
  const std::string text = csv_header(columns) + *csv_line(row);
  EXPECT_EQ(text.find("jain"), std::string::npos);
  const auto read = read_slices(text);
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->rows.size(), 1U);
  EXPECT_EQ(read->rows[0].schema, 1);
  EXPECT_FALSE(read->rows[0].jain_index);
  EXPECT_EQ(csv_header(columns) + *csv_line(read->rows[0]), text);
}

TEST(Csv, RefusesARowUnderTheColumnsOfAnotherSchema) {
  SliceRow row = bare_slice();
  row.schema = 1;
  std::string text = csv_header(columns_in(slice_columns(), 1)) + *csv_line(row);
  text.replace(text.find("\n1,"), 3, "\n2,");
  EXPECT_THAT(message_of(text), HasSubstr("column 'schema' is 2, the columns are those of 1"));
  text = slices_text(bare_slice());
  text.replace(text.find("\n9,") + 1, 1, "1");
  EXPECT_THAT(message_of(text), HasSubstr("column 'schema' is 1, the columns are those of 9"));
}

TEST(Csv, RefusesQuotesWhereRfc4180AllowsNone) {
  EXPECT_THAT(read_env(env_text("a,b\"c,d\n")).error().message, HasSubstr("line 2: a quote within"));
  EXPECT_THAT(read_env(env_text("a,\"b\"c,d\n")).error().message, HasSubstr("line 2: a cell must end with"));
}

TEST(Csv, DropsAndReportsALastLineThatWasCutOffAnywhere) {
  const std::string line = *csv_line(full_slice());
  for (const std::size_t before : {0U, 1U}) {  // the second row reads as the first does
    std::string text = csv_header(slice_columns());
    if (before == 1) text += line;
    for (std::size_t length = 1; length < line.size(); ++length) {
      const auto read = read_slices(text + line.substr(0, length));
      ASSERT_TRUE(read) << length << ": " << read.error().message;
      EXPECT_TRUE(read->truncated) << length;
      EXPECT_EQ(read->rows.size(), before) << length;
    }
  }
}

TEST(Csv, ReadsEveryRowAsIfItStoodAlone) {
  const std::vector<std::string> texts{"a",       "ab",       "a,b",       "b",  "\"",    "\"\"",   "a\nb",
                                       "sevens7", "eights_8", "nine_more", "a,", "suite", "a\r\n,b"};
  std::mt19937 random(20201125);
  const auto one_of = [&](std::size_t count) { return random() % count; };
  std::vector<SliceRow> rows;
  for (int i = 0; i < 2000; ++i) {
    SliceRow row = rows.empty() ? bare_slice() : rows.back();
    for (auto* each : {&row.suite, &row.profile, &row.cell, &row.stack, &row.reason, &row.guards})
      if (one_of(3) == 0) *each = texts[one_of(texts.size())];
    if (one_of(3) == 0) row.reason.clear();
    if (one_of(3) == 0) row.load_1m = one_of(2) == 0 ? std::optional(0.25 * double(one_of(9))) : std::nullopt;
    if (one_of(3) == 0) row.gate_tie = one_of(2) == 0 ? Gate::kWarn : Gate::kPass;
    if (one_of(3) == 0) row.block = static_cast<int>(one_of(3));
    rows.push_back(row);
  }
  const auto read = read_slices(*csv_text(rows));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->rows, rows);
}

}  // namespace
}  // namespace harness::results
