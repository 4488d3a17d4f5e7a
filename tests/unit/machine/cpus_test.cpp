#include "harness/machine/cpus.hpp"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::machine {
namespace {

using testing::HasSubstr;
using Cpus = std::vector<int>;

TEST(ParseCpuList, ReadsNumbersAndRangesInAnyOrder) {
  EXPECT_EQ(*parse_cpu_list("0,2-3"), (Cpus{0, 2, 3}));
  EXPECT_EQ(*parse_cpu_list("3,1-2,2"), (Cpus{1, 2, 3}));
}

TEST(ParseCpuList, RefusesWhatIsNoListAndSaysWhatIs) {
  for (const char* bad : {"", "a", "1,", "3-1", "-1", "0 1", "99999"}) {
    const auto parsed = parse_cpu_list(bad);
    ASSERT_FALSE(parsed) << bad;
    EXPECT_EQ(parsed.error().code, ErrorCode::kUsage);
    EXPECT_THAT(parsed.error().message, HasSubstr("0,2-3"));
  }
}

TEST(ToCpuList, IsTheInverse) {
  EXPECT_EQ(to_cpu_list(Cpus{0, 2, 3, 4, 7}), "0,2-4,7");
  EXPECT_EQ(to_cpu_list(Cpus{}), "");
}

TEST(ParseCpuSplit, GivesEachSideItsCpus) {
  const auto split = parse_cpu_split("server=0-1+3,client=2", Cpus{0, 1, 2, 3});
  ASSERT_TRUE(split);
  EXPECT_EQ(split->server, (Cpus{0, 1, 3}));
  EXPECT_EQ(split->client, Cpus{2});
}

TEST(ParseCpuSplit, NamesTheCpuThatIsNotUsableAndThoseThatAre) {
  const auto split = parse_cpu_split("server=0,client=5", Cpus{0, 1, 2});
  ASSERT_FALSE(split);
  EXPECT_EQ(split.error().message, "client: CPU 5 is not usable here; usable are 0-2");
}

TEST(ParseCpuSplit, NeedsBothSidesOnce) {
  for (const char* bad : {"", "server=0", "client=1", "server=0,server=1", "server=0,1", "cores=0,client=1",
                          "server=,client=1"}) {
    EXPECT_FALSE(parse_cpu_split(bad, Cpus{0, 1})) << bad;
  }
}

TEST(DefaultSplit, TakesTheEndsOfWhatIsUsable) {
  EXPECT_EQ(default_split(Cpus{2, 5, 6}).server, Cpus{2});
  EXPECT_EQ(default_split(Cpus{2, 5, 6}).client, Cpus{6});
  EXPECT_EQ(default_split(Cpus{4}).client, Cpus{4});
  EXPECT_TRUE(default_split(Cpus{}).server.empty());
}

TEST(BothSidesEverywhere, GiveEachTheCpusOfBoth) {
  const CpuSplit split = both_sides_everywhere({{0, 3}, {3, 5}});
  EXPECT_EQ(split.server, (Cpus{0, 3, 5}));
  EXPECT_EQ(split.client, split.server);
  EXPECT_TRUE(split.shared());
}

TEST(PinThisThread, IsSeenByUsableCpus) {
  std::thread([] {
    const Cpus before = usable_cpus();
    ASSERT_FALSE(before.empty());
    ASSERT_TRUE(pin_this_thread(Cpus{before.back()}));
    EXPECT_EQ(usable_cpus(), Cpus{before.back()});
  }).join();
}

TEST(PinThisThread, ACpuThatDoesNotExistIsNamed) {
  const auto pinned = pin_this_thread(Cpus{8000});
  ASSERT_FALSE(pinned);
  EXPECT_THAT(pinned.error().message, HasSubstr("8000"));
}

}  // namespace
}  // namespace harness::machine
