#include "workloads/native/reference/contract_down.hpp"

#include <set>

#include "workloads/native/reference/contract_routes.hpp"
#include <gtest/gtest.h>

namespace harness::contract {
namespace {

TEST(Down, IsAnsweredWithTheDigestOfWhatWasReceived) {
  // Source: FIPS 180-2, appendix B.1.
  EXPECT_EQ(down_body(5, "abc"),
            R"({"ms":5,"len":3,"sha":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"})");
}

TEST(Down, IsACallForWhoeverServesIt) {
  const Answer asked = answer("GET", "/down?ms=20000&b=1048576");
  ASSERT_TRUE(asked.call);
  EXPECT_EQ(asked.call->ms, 20'000);
  EXPECT_EQ(asked.call->size, kLargestBlob);
  EXPECT_EQ(blob_target(*asked.call), "/blob?ms=20000&b=1048576");
  EXPECT_FALSE(answer("GET", "/delay?ms=5").call);
  EXPECT_EQ(answer("POST", "/down?ms=1&b=1").reply.status, 405);
  for (const char* target :
       {"/down", "/down?ms=1", "/down?ms=20001&b=1", "/down?ms=1&b=1048577", "/blob?ms=1"})
    EXPECT_EQ(answer("GET", target).reply.status, 400) << target;
}

TEST(Blob, ComesWhenItIsDueAndIsAPrefixOfAnyLonger) {
  const Answer short_one = answer("GET", "/blob?ms=7&b=100");
  EXPECT_EQ(short_one.delay_ms, 7);
  EXPECT_EQ(short_one.reply.body, blob(100));
  EXPECT_EQ(blob(kLargestBlob).substr(0, 100), blob(100));
  EXPECT_EQ(blob(kLargestBlob).size(), kLargestBlob);
  EXPECT_EQ(blob(0), "");
}

/// What a server takes twice, leaves out or puts elsewhere must not go unseen.
TEST(Blob, HasNoTwoEqualStretches) {
  constexpr std::size_t kStretch = 4096;
  std::set<std::string_view> stretches;
  for (std::size_t at = 0; at < kLargestBlob; at += kStretch)
    stretches.insert(blob(kLargestBlob).substr(at, kStretch));
  EXPECT_EQ(stretches.size(), kLargestBlob / kStretch);
}

}  // namespace
}  // namespace harness::contract
