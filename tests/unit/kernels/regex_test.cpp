// The scanners against texts on which it is easy to differ from a regular expression. The lines are what
// Python's re says with re.ASCII.
#include "workloads/native/kernels/regex.hpp"

#include <gtest/gtest.h>

namespace harness::kernels::regex {
namespace {

std::string line_of(const std::string& text) {
  return line(run(text));
}

TEST(Scanners, FindNothingInNothing) {
  EXPECT_EQ(line_of(""), "0 0 0 0 0 0 0");
}

TEST(Scanners, FindAddressesBetweenWordBoundaries) {
  EXPECT_EQ(line_of("1.2.3.4567"), "0 0 0 0 0 10 10");
  EXPECT_EQ(line_of("1234.5.6.7.8"), "1 0 0 0 0 12 9");
  EXPECT_EQ(line_of("1.2.3.4.5.6.7.8"), "2 0 0 0 0 15 9");
  EXPECT_EQ(line_of("x1.2.3.4 1.2.3.4_ 1.2.3.4."), "1 0 0 0 0 26 23");
  EXPECT_EQ(line_of("1.2.3.4 9.9.9.9"), "2 0 0 0 0 15 9");
}

TEST(Scanners, FindMailAddressesFromTheLeft) {
  EXPECT_EQ(line_of("a@b.@c@d .@. a_b@-"), "0 3 0 0 0 18 18");
}

TEST(Scanners, FindRequestsWithTheirPath) {
  EXPECT_EQ(line_of("GET  /x POST\n/y GETS /z xGET /w GET / GET /a/GET /b"), "0 0 2 0 0 51 51");
}

TEST(Scanners, FindDatesAlsoInsideOtherDigits) {
  EXPECT_EQ(line_of("12020-01-0212020-01-02 2020-1-02"), "0 0 0 2 0 32 32");
}

TEST(Scanners, FindStatusesOfThreeDigits) {
  EXPECT_EQ(line_of("4045 x404 404 5_0 499. 500 404"), "0 0 0 0 4 30 30");
}

}  // namespace
}  // namespace harness::kernels::regex
