#include "harness/base/suggest.hpp"

#include <gtest/gtest.h>

namespace harness {
namespace {

TEST(Suggestion, NamesTheNearestAndAllKnownWords) {
  EXPECT_EQ(suggestion("concurency", {"cpu", "concurrency"}),
            " Did you mean 'concurrency'? Known: cpu, concurrency.");
}

TEST(Suggestion, DoesNotGuessWhenNothingIsNear) {
  EXPECT_EQ(suggestion("zebra", {"cpu", "concurrency"}), " Known: cpu, concurrency.");
}

}  // namespace
}  // namespace harness
