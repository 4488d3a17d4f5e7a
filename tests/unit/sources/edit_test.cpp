#include "harness/sources/edit.hpp"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>

namespace harness::sources {
namespace {

using testing::IsEmpty;

//                                   0         1          2         3          4          5
//                                   01234567890 123456789012345678 9012345678901234567890
constexpr std::string_view kSource = "def f(a, b):\n    # a comment\n    if a:\n        return \"b\"\n";

Lexed lexed() {
  using enum TokenKind;
  return {4,
          {{0, 3, kOther},
           {4, 5, kOther},
           {5, 6, kBracket},
           {6, 7, kOther},
           {7, 8, kComma},
           {9, 10, kOther},
           {10, 11, kBracket},
           {11, 12, kOther},
           {33, 35, kOther},
           {36, 37, kOther},
           {37, 38, kOther},
           {47, 53, kOther},
           {54, 57, kQuote}}};
}

std::vector<Edit> all_edits(std::string_view which) {
  return edits_of(kSource, lexed(), which, 500, Random(7));
}

std::set<std::string> whats(const std::vector<Edit>& edits) {
  std::set<std::string> words;
  for (const Edit& edit : edits) words.insert(edit.what);
  return words;
}

TEST(Edits, OfIndentationMoveALineOfCodeByOneLevel) {
  const auto edits = all_edits("indentation");
  std::set<std::string> texts;
  for (const Edit& edit : edits) texts.insert(edit.text);
  // One more for each of three lines, one less for the two that have one; the comment stays.
  EXPECT_EQ(texts, (std::set<std::string>{
                       "    def f(a, b):\n    # a comment\n    if a:\n        return \"b\"\n",
                       "def f(a, b):\n    # a comment\n        if a:\n        return \"b\"\n",
                       "def f(a, b):\n    # a comment\nif a:\n        return \"b\"\n",
                       "def f(a, b):\n    # a comment\n    if a:\n            return \"b\"\n",
                       "def f(a, b):\n    # a comment\n    if a:\n    return \"b\"\n",
                   }));
}

TEST(Edits, OfBracketsDeleteOneOrInsertOneBeforeAToken) {
  const auto edits = all_edits("bracket");
  EXPECT_EQ(whats(edits), (std::set<std::string>{"delete (", "delete )", "insert (", "insert )", "insert [",
                                                 "insert ]", "insert {", "insert }"}));
  for (const Edit& edit : edits) {
    const bool deleted = edit.what.starts_with("delete");
    EXPECT_EQ(edit.text.size(), kSource.size() + (deleted ? -1 : 1)) << edit.what;
  }
}

TEST(Edits, OfOtherKindsTouchCommasQuotesAndNeighbouringLines) {
  const auto edits = all_edits("other");
  EXPECT_EQ(whats(edits), (std::set<std::string>{"delete ,", "delete \"", "insert ,", "insert '", "insert \"",
                                                 "swap two lines"}));
  const auto swapped = std::ranges::find(edits, "swap two lines", &Edit::what);
  ASSERT_NE(swapped, edits.end());
  // The line above is a comment, no neighbour of code.
  EXPECT_EQ(swapped->text, "def f(a, b):\n    # a comment\n        return \"b\"\n    if a:\n");
  EXPECT_EQ(swapped->first_line, 3);
  EXPECT_EQ(swapped->last_line, 4);
}

TEST(Edits, OfAStringTakeItsFirstQuoteOrItsLast) {
  std::set<std::string> texts;
  for (const Edit& edit : all_edits("other")) {
    if (edit.what == "delete \"") texts.insert(edit.text.substr(53));
  }
  EXPECT_EQ(texts, (std::set<std::string>{" b\"\n", " \"b\n"}));
}

TEST(Edits, NameTheLineThatTheyAreOn) {
  for (const Edit& edit : all_edits("indentation")) {
    const auto differs = std::ranges::mismatch(edit.text, kSource).in2 - kSource.begin();
    const auto line = 1 + std::count(kSource.begin(), kSource.begin() + differs, '\n');
    EXPECT_EQ(edit.first_line, line) << edit.text;
    EXPECT_EQ(edit.last_line, line);
  }
}

TEST(Edits, AreDifferentOnesAndAlwaysTheSameForOneSeed) {
  const auto once = edits_of(kSource, lexed(), "bracket", 20, Random(1));
  const auto again = edits_of(kSource, lexed(), "bracket", 20, Random(1));
  const auto another = edits_of(kSource, lexed(), "bracket", 20, Random(2));
  ASSERT_EQ(once.size(), 20U);
  std::set<std::string> texts;
  for (std::size_t i = 0; i < once.size(); ++i) {
    EXPECT_EQ(once[i].text, again[i].text);
    texts.insert(once[i].text);
  }
  EXPECT_EQ(texts.size(), 20U);
  EXPECT_FALSE(texts.contains(std::string(kSource)));
  EXPECT_FALSE(std::ranges::equal(once, another, {}, &Edit::text, &Edit::text));
}

TEST(Edits, OfNothingAreNone) {
  EXPECT_THAT(edits_of("", {}, "bracket", 5, Random(1)), IsEmpty());
}

}  // namespace
}  // namespace harness::sources
