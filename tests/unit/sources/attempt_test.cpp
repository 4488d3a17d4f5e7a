#include "harness/sources/attempt.hpp"

#include <gtest/gtest.h>

namespace harness::sources {
namespace {

using Ending = Attempt::Ending;

const Attempt kUnedited{Ending::kRan, {}, {{"same", "6765"}, {"idiom", "6765"}}};

Edit on_lines(int first, int last) {
  return {"", "", first, last};
}

Fate fate(Ending ending, std::optional<int> line) {
  return fate_of(on_lines(10, 10), {ending, line, {}}, kUnedited);
}

TEST(Fate, OfWhatIsRejectedIsNearWithinOneLine) {
  EXPECT_EQ(fate(Ending::kRejected, 8), Fate::kRejectedElsewhere);
  EXPECT_EQ(fate(Ending::kRejected, 9), Fate::kRejectedNear);
  EXPECT_EQ(fate(Ending::kRejected, 11), Fate::kRejectedNear);
  EXPECT_EQ(fate(Ending::kRejected, 12), Fate::kRejectedElsewhere);
  EXPECT_EQ(fate(Ending::kRejected, std::nullopt), Fate::kRejectedElsewhere);
}

TEST(Fate, OfACrashIsToldByTheSameRule) {
  EXPECT_EQ(fate(Ending::kCrashed, 10), Fate::kCrashedNear);
  EXPECT_EQ(fate(Ending::kCrashed, 40), Fate::kCrashedElsewhere);
  EXPECT_EQ(fate(Ending::kCrashed, std::nullopt), Fate::kCrashedElsewhere);
}

TEST(Fate, OfSwappedLinesIsNearEither) {
  EXPECT_EQ(fate_of(on_lines(10, 11), {Ending::kRejected, 12, {}}, kUnedited), Fate::kRejectedNear);
}

TEST(Fate, OfWhatRanHangsOnEveryResult) {
  EXPECT_EQ(fate_of(on_lines(1, 1), kUnedited, kUnedited), Fate::kUnchanged);
  Attempt other = kUnedited;
  other.lines["idiom"] = "6764";
  EXPECT_EQ(fate_of(on_lines(1, 1), other, kUnedited), Fate::kWrong);
  other.lines.erase("idiom");
  EXPECT_EQ(fate_of(on_lines(1, 1), other, kUnedited), Fate::kWrong);
}

}  // namespace
}  // namespace harness::sources
