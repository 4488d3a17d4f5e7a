#include <string>

#include "workloads/native/kernels/fnv.hpp"
#include "workloads/native/kernels/lcg.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::kernels {
namespace {

// Source: Noll's own test vectors, http://www.isthe.com/chongo/src/fnv/test_fnv.c
TEST(Fnv1a, GivesThePublishedHashes) {
  EXPECT_EQ(fnv1a(std::string()), "811c9dc5");
  EXPECT_EQ(fnv1a(std::string("a")), "e40c292c");
  EXPECT_EQ(fnv1a(std::string("foobar")), "bf9cf968");
}

// Source: Numerical Recipes in C, 2nd edition, section 7.1: what the "quick and dirty" generator gives from
// 0.
TEST(Lcg, GivesThePublishedNumbers) {
  EXPECT_THAT(draws(0, 5), testing::ElementsAre(0x3c6ef35f, 0x47502932, 0xd1ccf6e9, 0xaaf95334, 0x6252e503));
}

TEST(Lcg, GivesTheHighestByteOfEachNumber) {
  EXPECT_THAT(top_bytes(0, 3), testing::ElementsAre(0x3c, 0x47, 0xd1));
}

}  // namespace
}  // namespace harness::kernels
