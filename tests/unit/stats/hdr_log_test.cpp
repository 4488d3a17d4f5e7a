#include "harness/stats/hdr_log.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/base/random.hpp"
#include "harness/stats/hdr_payload.hpp"

namespace harness::stats {
namespace {

using testing::HasSubstr;

constexpr Nanoseconds kBase = milliseconds(1'700'000'000'123);

// Made by the npm package hdr-histogram-js 3.0.1 (HistogramLogWriter), which is independent code; times
// absolute. The first histogram has 1000 ns three times and 1002 ns once, the second 1 ms twice.
constexpr std::string_view kFromJavaScript =
    "#[Histogram log format version 1.3]\n"
    "#[StartTime: 1700000000.123 (seconds since epoch), Tue Nov 14 2023 22:13:20 GMT+0000 (Coordinated "
    "Universal "
    "Time)]\n"
    "\n"
    "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n"
    "1700000000.123,1.499,1.002,HISTFAAAACh4nJNpmSzMwMDAysDAwMjAwMDMAAEgNu8P9wgGGP88PxsDEwBYQwPc\n"
    "Tag=warm,1700000001.623,1.377,1000.000,HISTFAAAACd4nJNpmSzMwMDAwsDAwMjAwMDMAAEgNu8P9wgGGP/"
    "gOkYWAFXhBGk=\n";

Histogram holding(std::initializer_list<std::int64_t> values) {
  Histogram histogram;
  for (const std::int64_t value : values) histogram.record(Nanoseconds(value));
  return histogram;
}

/// Everything in the log; the test fails on an error.
std::vector<HdrInterval> all_of(std::string_view log) {
  std::vector<HdrInterval> intervals;
  HdrLogReader reader(log);
  for (;;) {
    auto interval = reader.next();
    if (!interval) ADD_FAILURE() << interval.error().message;
    if (!interval || !*interval) return intervals;
    intervals.push_back(std::move(**interval));
  }
}

TEST(HdrLog, IsTheTextThatTheViewersRead) {
  const Histogram histogram = holding({1'500'000, 2'345'678});
  const HdrLogHead head{.comments = {"made by a test"}, .base_time = kBase};
  const std::vector<HdrInterval> intervals{{"", milliseconds(0), milliseconds(1'500), histogram},
                                           {"cell=a", milliseconds(1'500), milliseconds(250), Histogram{}}};
  const auto log = to_hdr_log(head, intervals);
  ASSERT_TRUE(log) << log.error().message;
  EXPECT_EQ(*log,
            "#made by a test\n"
            "#[Histogram log format version 1.3]\n"
            "#[StartTime: 1700000000.123 (seconds since epoch)]\n"
            "#[BaseTime: 1700000000.123 (seconds since epoch)]\n"
            "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n"
            "0.000,1.500,2.346," +
                *to_hdr_payload(histogram) +
                "\n"
                "Tag=cell=a,1.500,0.250,0.000," +
                *to_hdr_payload(Histogram{}) + "\n");
}

TEST(HdrLog, ComesBackWithEveryInterval) {
  Random random(22);
  std::vector<HdrInterval> intervals;
  for (int i = 0; i < 20; ++i) {
    HdrInterval interval;
    if (i % 3 > 0) interval.tag = i % 3 == 1 ? "odd" : "µs";
    interval.start = milliseconds(1'700'000'000'000 + static_cast<std::int64_t>(random.below(1'000'000'000)));
    interval.length = milliseconds(static_cast<std::int64_t>(random.below(100'000)));
    for (auto left = random.below(50); left > 0; --left) {
      interval.histogram.record(Nanoseconds(static_cast<std::int64_t>(random.below(40'000'000))));
    }
    intervals.push_back(std::move(interval));
  }
  const auto back = all_of(*to_hdr_log({}, intervals));
  ASSERT_EQ(back.size(), intervals.size());
  for (std::size_t i = 0; i < back.size(); ++i) {
    EXPECT_EQ(back[i].tag, intervals[i].tag);
    EXPECT_EQ(back[i].start, intervals[i].start);
    EXPECT_EQ(back[i].length, intervals[i].length);
    EXPECT_EQ(back[i].histogram.sparse(), intervals[i].histogram.sparse());
  }
}

TEST(HdrLog, OfAnIndependentImplementationIsRead) {
  const auto intervals = all_of(kFromJavaScript);
  ASSERT_EQ(intervals.size(), 2);
  EXPECT_EQ(intervals[0].tag, "");
  EXPECT_EQ(intervals[0].start, kBase);
  EXPECT_EQ(intervals[0].length, milliseconds(1'499));
  EXPECT_EQ(intervals[0].histogram.sparse(), holding({1000, 1000, 1000, 1002}).sparse());
  EXPECT_EQ(intervals[1].tag, "warm");
  EXPECT_EQ(intervals[1].start, kBase + milliseconds(1'500));
  EXPECT_EQ(intervals[1].histogram.sparse(), holding({1'000'000, 1'000'000}).sparse());
}

std::optional<Nanoseconds> base_time_of(std::string_view head, std::string_view start) {
  const std::string log =
      std::string(head) + std::string(start) + ",1.0,1.0," + *to_hdr_payload(Histogram{}) + "\n";
  HdrLogReader reader(log);
  EXPECT_TRUE(reader.next());
  return reader.base_time();
}

TEST(HdrLog, SaysWhatItsIntervalsCountFrom) {
  const std::string start = "#[StartTime: 1700000000.123 (seconds since epoch), Tue Nov 14 2023]\n";
  EXPECT_EQ(base_time_of("#[BaseTime: 1700000000.123 (seconds since epoch)]\n", "0.5"), kBase);
  EXPECT_EQ(base_time_of(start, "0.5"), kBase);
  EXPECT_EQ(base_time_of(start, "1700000000.623"), std::nullopt) << "these starts are absolute";
  EXPECT_EQ(base_time_of("", "0.5"), std::nullopt);
}

TEST(HdrLog, IsReadWithWindowsLineEndsAndWithoutTheLastOne) {
  const std::string payload = *to_hdr_payload(holding({5}));
  EXPECT_EQ(all_of("#comment\r\n\r\n0.5,1,0.1," + payload + "\r\nTag=a,1.5,1,0.1," + payload).size(), 2);
}

TEST(HdrLog, CanBeReadOnAfterAnError) {
  const std::string log = "rubbish\n0.5,1,0.1," + *to_hdr_payload(holding({5})) + "\n";
  HdrLogReader reader(log);
  EXPECT_FALSE(reader.next());
  const auto second = reader.next();
  ASSERT_TRUE(second && *second);
  EXPECT_EQ((*second)->start, milliseconds(500));
  const auto end = reader.next();
  ASSERT_TRUE(end);
  EXPECT_FALSE(*end);
}

TEST(HdrLog, IsNotWrittenWhenAReaderWouldTakeItForSomethingElse) {
  for (const char* tag : {"a,b", "a b", "a\nb", "a\x7f"}) {
    const std::vector<HdrInterval> intervals{{tag, {}, {}, Histogram{}}};
    const auto log = to_hdr_log({}, intervals);
    ASSERT_FALSE(log) << tag;
    EXPECT_EQ(log.error().code, ErrorCode::kUsage);
    EXPECT_THAT(log.error().message, HasSubstr(tag));
  }
  for (const char* comment : {"[BaseTime: 1 ", "a\n1,1,1,"}) {
    const auto log = to_hdr_log({.comments = {comment}, .base_time = {}}, {});
    ASSERT_FALSE(log) << comment;
    EXPECT_THAT(log.error().message, HasSubstr(comment));
  }
  const std::vector<HdrInterval> backwards{{"", {}, Nanoseconds(-1), Histogram{}}};
  EXPECT_FALSE(to_hdr_log({}, backwards));
}

struct Damage {
  const char* line;
  const char* named;
};

class DamagedHdrLog : public testing::TestWithParam<Damage> {};

TEST_P(DamagedHdrLog, IsRefusedAndTheLineNamed) {
  const std::string log = "# first\n" + std::string(GetParam().line) + "\n";
  HdrLogReader reader(log);
  const auto read = reader.next();
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kEnvironment);
  EXPECT_THAT(read.error().message, HasSubstr("line 2"));
  EXPECT_THAT(read.error().message, HasSubstr(GetParam().named));
}

INSTANTIATE_TEST_SUITE_P(
    Each, DamagedHdrLog,
    testing::Values(Damage{"#[Histogram log format version 2.0]", "format '2.0' is not known"},
                    Damage{"#[BaseTime: soon (seconds since epoch)]", "'soon' is not a number of seconds"},
                    Damage{"1,1,HISTFAAAAA==", "4 fields"}, Damage{"1,1,1,1,HISTFAAAAA==", "here are 5"},
                    Damage{"Tag=a", "here are 1"}, Damage{"Tag=a b,1,1,1,HIST", "tag 'a b' has a blank"},
                    Damage{"Tag=a\x1b,1,1,1,HIST", "tag 'a\\x1b' has a blank or a control character"},
                    Damage{"x,1,1,HIST", "StartTimestamp 'x'"},
                    Damage{"nan,1,1,HIST", "StartTimestamp 'nan'"}, Damage{"1e300,1,1,HIST", "'1e300'"},
                    Damage{"1, 1,1,HIST", "Interval_Length ' 1'"}, Damage{"1,-1,1,HIST", "is negative"},
                    Damage{"1,1,,HIST", "Interval_Max ''"}, Damage{"1,1,inf,HIST", "Interval_Max 'inf'"},
                    Damage{"1,1,1,HIST", "hdr payload: 3 bytes"}));

}  // namespace
}  // namespace harness::stats
