#include "harness/stream/sse_parser.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::stream {
namespace {

using namespace std::string_view_literals;

using testing::ElementsAre;
using testing::IsEmpty;

/// "type|data|id" of every event, the stream handed over in `parts`.
std::vector<std::string> events(const std::vector<std::string_view>& parts, SseParser parser = SseParser()) {
  std::vector<std::string> found;
  for (std::string_view bytes : parts) {
    while (const auto event = parser.next(bytes)) {
      found.push_back(fmt::format("{}|{}|{}", event->type, event->data, event->id));
    }
    EXPECT_TRUE(bytes.empty());
  }
  return found;
}

std::vector<std::string> events(std::string_view stream) {
  return events(std::vector{stream});
}

TEST(SseParser, ReadsTheContractsEvents) {
  EXPECT_THAT(events("id: 0\ndata: {\"i\":0,\"t\":5}\n\nid: 1\ndata: {\"i\":1,\"t\":6}\n\n"),
              ElementsAre("message|{\"i\":0,\"t\":5}|0", "message|{\"i\":1,\"t\":6}|1"));
}

/// The examples of WHATWG HTML 9.2.6.
TEST(SseParser, ReadsTheExamplesOfTheStandard) {
  EXPECT_THAT(events("data: YHOO\ndata: +2\ndata: 10\n\n"), ElementsAre("message|YHOO\n+2\n10|"));
  EXPECT_THAT(
      events(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n"),
      ElementsAre("message|first event|1", "message|second event|", "message| third event|"));
  EXPECT_THAT(events("data\n\ndata\ndata\n\ndata:"), ElementsAre("message||", "message|\n|"));
  EXPECT_THAT(events("data:test\n\ndata: test\n\n"), ElementsAre("message|test|", "message|test|"));
}

TEST(SseParser, TakesTheTypeOfOneEventAndTheIdOfAllThatFollow) {
  EXPECT_THAT(events("event: tick\nid: 7\ndata: a\n\ndata: b\n\n"), ElementsAre("tick|a|7", "message|b|7"));
}

TEST(SseParser, AnEventWithoutDataIsNoneButItsIdCounts) {
  EXPECT_THAT(events("id: 7\nevent: lost\n\ndata: a\n\n"), ElementsAre("message|a|7"));
}

TEST(SseParser, IgnoresAnIdWithANulAndUnknownFields) {
  EXPECT_THAT(events("id: 1\nid: a\0b\nDATA: no\n data: no\nx: y\ndata: a\n\n"sv),
              ElementsAre("message|a|1"));
}

TEST(SseParser, DropsOneByteOrderMarkAtTheVeryStart) {
  EXPECT_THAT(events("\xEF\xBB\xBF"
                     "data: a\n\n"),
              ElementsAre("message|a|"));
  EXPECT_THAT(events("\xEF\xBB\xBF\xEF\xBB\xBF"
                     "data: a\n\n"),
              IsEmpty());
  EXPECT_THAT(events("data: a\n\n\xEF\xBB\xBF"
                     "data: b\n\n"),
              ElementsAre("message|a|"));
}

TEST(SseParser, ReadsARetryOnlyWhenItIsAllDigits) {
  for (const auto& [text, expected] :
       {std::pair<std::string, std::optional<std::uint64_t>>{"retry: 3000\n", 3000},
        {"retry: 3s\n", std::nullopt},
        {"retry:\n", std::nullopt},
        {"retry: -1\n", std::nullopt}}) {
    SseParser parser;
    std::string_view bytes = text;
    EXPECT_FALSE(parser.next(bytes));
    EXPECT_EQ(parser.retry_ms(), expected) << text;
  }
}

TEST(SseParser, WhatIsUnfinishedAtTheEndIsNoEvent) {
  EXPECT_THAT(events("data: a\n\ndata: b\n"), ElementsAre("message|a|"));
}

/// Every ending of lines, split at every two places: always the same three events.
TEST(SseParser, SeesTheSameEventsHoweverTheStreamIsSplit) {
  for (const std::string_view newline : {"\n", "\r", "\r\n"}) {
    std::string stream = "\xEF\xBB\xBF: hello";
    for (const std::string_view line : {"", "id: 1", "data: a:b", "data", "", "", "event:x", "retry: 5",
                                        "data:c", "", "id", "data: d", ""}) {
      stream.append(newline).append(line);
    }
    stream.append(newline);
    const std::vector<std::string> expected = {"message|a:b\n|1", "x|c|1", "message|d|"};
    const std::string_view all = stream;
    for (std::size_t i = 0; i <= all.size(); ++i) {
      for (std::size_t j = i; j <= all.size(); ++j) {
        ASSERT_EQ(events({all.substr(0, i), all.substr(i, j - i), all.substr(j)}), expected) << i << " " << j;
      }
    }
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < all.size(); ++i) bytes.push_back(all.substr(i, 1));
    EXPECT_EQ(events(bytes), expected);
  }
}

TEST(SseParser, AnEmptyPartBetweenCrAndLfChangesNothing) {
  EXPECT_THAT(events({"data: a\r", "", "\n\r", "", "\ndata: b\r\n\r\n"}),
              ElementsAre("message|a|", "message|b|"));
}

TEST(SseParser, DropsAndCountsAnEventAboveTheLimitAndGoesOn) {
  SseParser parser(16);
  const std::string stream =
      "data: " + std::string(1000, 'x') + "\n\ndata: a\ndata: 0123456789abc\ndata: b\n\n" + "data: small\n\n";
  std::string_view bytes = stream;
  const auto event = parser.next(bytes);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->data, "small");
  EXPECT_EQ(parser.oversized(), 2U);
}

}  // namespace
}  // namespace harness::stream
