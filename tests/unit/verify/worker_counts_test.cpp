#include "harness/verify/worker_counts.hpp"

#include <gtest/gtest.h>

namespace harness::verify {
namespace {

TEST(WorkerCounts, AreReadByProcessAndAddedUp) {
  const auto counts =
      worker_counts(R"({"workers":[{"pid":12,"requests":3},{"pid":11,"requests":5}],"loop_lag_us":null})");
  ASSERT_TRUE(counts);
  EXPECT_EQ(*counts, (WorkerCounts{{11, 5}, {12, 3}}));
  EXPECT_EQ(total(*counts), 8U);
}

TEST(WorkerCounts, OfAServerThatNamesNoProcessesAreToldApartByPlace) {
  const auto counts = worker_counts(R"({"workers":[{"requests":3},{"requests":5}]})");
  ASSERT_TRUE(counts);
  EXPECT_EQ(total(*counts), 8U);
  EXPECT_EQ(counts->size(), 2U);
}

TEST(WorkerCounts, AreAbsentWhereTheTextDoesNotSayThem) {
  for (const char* text :
       {"", "[]", "{}", R"({"workers":7})", R"({"workers":[{"pid":1}]})",
        R"({"workers":[{"pid":1,"requests":-1}]})", R"({"workers":[{"pid":1,"requests":"1"}]})"})
    EXPECT_FALSE(worker_counts(text)) << text;
}

TEST(LineCounts, AreThoseOfTheWholeServer) {
  EXPECT_EQ(total(line_counts(R"({"workers":[{"requests":3}],"lines":7})").value()), 7U);
  for (const char* text :
       {"", "[]", R"({"workers":[{"requests":3}]})", R"({"lines":-1})", R"({"lines":"7"})"})
    EXPECT_FALSE(line_counts(text)) << text;
}

TEST(Evenness, IsThatOfWhatCameBetweenTwoLooks) {
  const WorkerCounts before{{1, 1000}, {2, 0}};
  EXPECT_DOUBLE_EQ(evenness(before, {{1, 1032}, {2, 32}}).value(), 1);
  EXPECT_DOUBLE_EQ(evenness(before, {{1, 1064}, {2, 0}}).value(), 0.5) << "one of two has everything";
  EXPECT_DOUBLE_EQ(evenness(before, {{1, 1020}, {2, 40}}).value(), 3600.0 / (2 * 2000)) << "one has a third";
}

TEST(Evenness, IsUnknownWhenNothingCameOrAnotherProcessAnswers) {
  const WorkerCounts before{{1, 10}, {2, 10}};
  EXPECT_FALSE(evenness(before, before));
  EXPECT_FALSE(evenness(before, {{1, 20}, {3, 20}}));
  EXPECT_FALSE(evenness(before, {{1, 20}}));
  EXPECT_FALSE(evenness(before, {{1, 20}, {2, 9}}));
}

}  // namespace
}  // namespace harness::verify
