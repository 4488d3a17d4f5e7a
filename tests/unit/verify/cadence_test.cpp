#include "harness/verify/cadence.hpp"

#include <gmock/gmock.h>

namespace harness::verify {
namespace {

using testing::HasSubstr;

constexpr Instant kAsked{seconds(100)};
constexpr Nanoseconds kPeriod = milliseconds(10);

/// Thing i comes `late(i)` after it was due.
template <typename Late>
Finding finding_of(int count, Late late) {
  Cadence cadence(kAsked, kPeriod);
  for (int i = 0; i < count; ++i) cadence.came(kAsked + kPeriod * i + late(i));
  return cadence.finding();
}

TEST(Cadence, AllowsSingleThingsToBeLate) {
  const auto finding = finding_of(90, [](int i) { return i % 20 == 7 ? milliseconds(80) : milliseconds(1); });
  EXPECT_TRUE(finding.passed) << finding.detail;
  EXPECT_EQ(finding.detail,
            "of 90, 10 ms apart, the least late of the first third was 1.00 ms late, of the last 1.00 ms");
}

TEST(Cadence, AllowsAllToBeEquallyLate) {
  EXPECT_TRUE(finding_of(9, [](int) { return milliseconds(300); }).passed);
}

TEST(Cadence, FindsLatenessThatAddsUp) {
  // 0.1 ms more each time: the first of the last third, number 60, is 6 ms late.
  const auto finding = finding_of(90, [](int i) { return microseconds(100) * i; });
  EXPECT_FALSE(finding.passed);
  EXPECT_THAT(finding.detail, HasSubstr("of the last 6.00 ms: they drift"));
}

TEST(Cadence, FindsWhatWasKeptAndSentAtOnce) {
  const auto finding = finding_of(90, [](int i) { return kPeriod * (90 - i); });
  EXPECT_FALSE(finding.passed);
  EXPECT_THAT(finding.detail, HasSubstr("the first were held back"));
}

TEST(Cadence, FindsOneThatIsEarly) {
  const auto finding = finding_of(9, [](int i) { return i == 5 ? milliseconds(-2) : milliseconds(1); });
  EXPECT_FALSE(finding.passed);
  EXPECT_EQ(finding.detail, "one came 2.00 ms early");
}

TEST(Cadence, IsNoneOfTwo) {
  EXPECT_EQ(finding_of(2, [](int) { return milliseconds(0); }).detail, "only 2 came");
}

}  // namespace
}  // namespace harness::verify
