#include "harness/experiment/answer_size.hpp"

#include <gtest/gtest.h>

namespace harness::experiment {
namespace {

results::SliceRow slice(int connections, std::uint64_t turns, std::uint64_t ok, std::uint64_t bytes_each) {
  results::SliceRow row;
  row.connections = connections;
  row.turns = turns;
  row.ok = ok;
  row.bytes_in = ok * bytes_each;
  return row;
}

TEST(AnswerSize, IsToldToSixteenBytesWhereAnswersAreShortAndMany) {
  EXPECT_LT(answer_size_tolerance(slice(64, 14, 20'000, 145)), 17);
}

/// As in a ci run: 16 connections, turns of 50 ms, 2,300 answers of 64 KiB, which came out 57 bytes apart.
TEST(AnswerSize, OfLongAnswersIsAsUnsureAsTheEdgesOfTheWindowsMakeIt) {
  const double tolerance = answer_size_tolerance(slice(16, 10, 2'300, 65'685));
  EXPECT_GT(tolerance, 16 + 6 * 28.5 * 5.1);  // 65,685 ÷ 2,300 = 28.6; √(160 ÷ 6) = 5.16
  EXPECT_LT(tolerance, 16 + 6 * 28.7 * 5.2);
  EXPECT_LT(tolerance, 65'685 / 50.0) << "a server that sends something else";
}

TEST(AnswerSize, IsNotGuessedWhereNothingWasCounted) {
  EXPECT_EQ(answer_size_tolerance({}), kHeaderBytes);
  EXPECT_EQ(answer_size_tolerance(slice(16, 10, 0, 100)), kHeaderBytes);
}

}  // namespace
}  // namespace harness::experiment
