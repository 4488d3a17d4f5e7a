#include "harness/report/other_claims.hpp"

#include <gtest/gtest.h>

#include "harness/base/digest.hpp"
#include "harness/workload/claims_of_suite.hpp"

namespace harness::report {
namespace {

constexpr std::string_view kThen =
    "[[claim]]\nsuite = \"cpu\"\nthreshold = 2\n[[claim]]\nsuite = \"waits\"\n";
constexpr std::string_view kNow = "[[claim]]\nsuite = \"cpu\"\nthreshold = 3\n[[claim]]\nsuite = \"waits\"\n";

results::RunManifest made_then(const std::string& suite) {
  results::RunManifest run;
  run.suite = suite;
  run.claims_sha256 = sha256_hex(kThen);
  run.suite_claims_sha256 = sha256_hex(workload::claims_of_suite(kThen, suite));
  return run;
}

std::string hashes() {
  return "another claims.toml (sha256 " + sha256_hex(kThen).substr(0, 8) + ", now " +
         sha256_hex(kNow).substr(0, 8) + ")";
}

TEST(OtherClaims, AreNoneWhereNothingChangedOrNothingIsKnown) {
  EXPECT_FALSE(other_claims(made_then("cpu"), kThen));
  EXPECT_FALSE(other_claims(results::RunManifest{}, kNow));
}

TEST(OtherClaims, MayConcernARunThatDoesNotTellThoseOfItsSuite) {
  auto run = made_then("waits");
  run.suite_claims_sha256.reset();
  const auto other = other_claims(run, kNow);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->words, hashes());
  EXPECT_TRUE(other->may_concern);
}

TEST(OtherClaims, ConcernTheRunOfTheSuiteThatTheyAreOf) {
  const auto other = other_claims(made_then("cpu"), kNow);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->words, hashes() + ", with other claims of its suite");
  EXPECT_TRUE(other->may_concern);
}

TEST(OtherClaims, OfOtherSuitesAreSaidNotToConcernIt) {
  const auto other = other_claims(made_then("waits"), kNow);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->words, hashes() + ", but none of the claims of its suite has changed");
  EXPECT_FALSE(other->may_concern);
}

}  // namespace
}  // namespace harness::report
