#include "harness/sources/report.hpp"

#include <gmock/gmock.h>

namespace harness::sources {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

TEST(SourceReport, IsReadFromTheLastLine) {
  const auto report = parse_source_report(
      "a warning\n"
      R"({"version":"26.10.0","tools":"acorn 8","sources":["a.mjs","b.mjs"],"text":"a;\n","tokens":2,)"
      R"("blocks":3,"braced_blocks":1})"
      "\n");
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_THAT(report->sources, ElementsAre("a.mjs", "b.mjs"));
  EXPECT_EQ(report->text, "a;\n");
  EXPECT_EQ(report->tokens, 2U);
  EXPECT_EQ(report->blocks, 3U);
  EXPECT_EQ(report->braced_blocks, 1U);
}

TEST(SourceReport, RefusesWhatIsNone) {
  EXPECT_THAT(parse_source_report("").error().message, HasSubstr("one JSON object"));
  EXPECT_THAT(parse_source_report(R"({"version":"1"})").error().message, HasSubstr("tools"));
  EXPECT_THAT(parse_source_report("\x1b[2J").error().message, HasSubstr("\\x1b"));
  const auto with_tokens = [](const std::string& number) {
    return parse_source_report(
        R"({"version":"3","tools":"","sources":[],"text":"","blocks":0,"braced_blocks":0,)"
        R"("tokens":)" +
        number + "}");
  };
  EXPECT_TRUE(with_tokens("7"));
  for (const char* number : {"-1", "1.5", "1e300", "true", "null"})
    EXPECT_FALSE(with_tokens(number)) << number;
}

TEST(Lexed, HasTokensInTheirOrderAndWithinTheSource) {
  const auto tokens = [](const std::string& list) {
    return parse_lexed(R"({"indent":2,"tokens":[)" + list + "]}", "f(a)");
  };
  const auto lexed = tokens(R"({"begin":0,"end":1,"kind":"other"},{"begin":1,"end":2,"kind":"bracket"})");
  ASSERT_TRUE(lexed) << lexed.error().message;
  EXPECT_EQ(lexed->indent, 2U);
  ASSERT_EQ(lexed->tokens.size(), 2U);
  EXPECT_EQ(lexed->tokens[1].kind, TokenKind::kBracket);
  EXPECT_FALSE(tokens(R"({"begin":3,"end":5,"kind":"other"})"));
  EXPECT_FALSE(tokens(R"({"begin":1,"end":1,"kind":"other"})"));
  EXPECT_FALSE(tokens(R"({"begin":1,"end":2,"kind":"other"},{"begin":0,"end":1,"kind":"other"})"));
}

TEST(Attempt, SaysHowItEndedAndWhere) {
  EXPECT_EQ(parse_attempt(R"({"outcome":"rejected","line":7})")->line, 7);
  EXPECT_EQ(parse_attempt(R"({"outcome":"rejected","line":7})")->ending, Attempt::Ending::kRejected);
  EXPECT_EQ(parse_attempt(R"({"outcome":"crashed","line":null})")->ending, Attempt::Ending::kCrashed);
  EXPECT_EQ(parse_attempt(R"({"outcome":"crashed","line":null})")->line, std::nullopt);
  const auto ran = parse_attempt(R"({"outcome":"ran","lines":{"same":"6765"}})");
  EXPECT_EQ(ran->ending, Attempt::Ending::kRan);
  EXPECT_THAT(ran->lines, ElementsAre(Pair("same", "6765")));
  EXPECT_FALSE(parse_attempt(R"({"outcome":"ran"})"));
}

}  // namespace
}  // namespace harness::sources
