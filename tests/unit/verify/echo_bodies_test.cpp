#include "harness/verify/echo_bodies.hpp"

#include <gtest/gtest.h>

namespace harness::verify {
namespace {

TEST(EchoCases, AreAnsweredWithTheirValues) {
  Random random(7);
  for (const auto& [value, body] : echo_cases(random)) {
    EXPECT_EQ(contract::echo_reply(body).body, contract::echo_body(value)) << body;
  }
}

TEST(EchoCases, DifferFromSeedToSeed) {
  Random one(1), other(2);
  EXPECT_NE(echo_cases(one).back().body, echo_cases(other).back().body);
}

TEST(PlainEcho, IsAlwaysOfOneLength) {
  Random random(3);
  const auto first = plain_echo(random), second = plain_echo(random);
  EXPECT_EQ(plain_body(first).size(), plain_body(second).size());
  EXPECT_NE(first.name, second.name);
  EXPECT_EQ(contract::echo_reply(plain_body(first)).body, contract::echo_body(first));
}

TEST(ChunkedPost, EndsWithAShorterChunkAndTheLast) {
  const auto request = chunked_post("abcdefghij", 7);
  EXPECT_EQ(request.substr(request.find("\r\n\r\n") + 4), "7\r\nabcdefg\r\n3\r\nhij\r\n0\r\n\r\n");
}

}  // namespace
}  // namespace harness::verify
