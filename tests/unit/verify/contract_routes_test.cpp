#include "workloads/native/reference/contract_routes.hpp"

#include "workloads/native/reference/contract_bodies.hpp"
#include <gtest/gtest.h>

namespace harness::contract {
namespace {

TEST(Answer, KnowsTheThreeEndpoints) {
  EXPECT_EQ(answer("GET", "/plaintext").reply.body, "Hello, World!");
  EXPECT_EQ(answer("GET", "/json?k=7&n=2").reply.body, json_body(7, 2));
  const Answer delayed = answer("GET", "/delay?ms=20");
  EXPECT_EQ(delayed.reply.body, R"({"ms":20})");
  EXPECT_EQ(delayed.delay_ms, 20);
}

TEST(Answer, IgnoresUnknownParametersAndLeadingZeros) {
  EXPECT_EQ(answer("GET", "/json?x=1&n=0002&kk=3&k=0000000007&y").reply.body, json_body(7, 2));
}

TEST(Answer, AcceptsTheLimitsAndRefusesWhatIsBeyond) {
  EXPECT_EQ(answer("GET", "/json?k=4294967295&n=1000").reply.status, 200);
  EXPECT_EQ(answer("GET", "/delay?ms=10000").reply.status, 200);
  for (const char* target :
       {"/json", "/json?k=1", "/json?k=4294967296&n=1", "/json?k=00000000001&n=1", "/json?k=1&n=1001",
        "/json?k=1&n=00001", "/json?k=-1&n=1", "/json?k=&n=1", "/json?k=1&k=1&n=1", "/json?k=1&n=1x",
        "/delay?ms=10001", "/delay?ms=1.5", "/delay"}) {
    EXPECT_EQ(answer("GET", target).reply.status, 400) << target;
    EXPECT_EQ(answer("GET", target).reply.body, "Bad Request");
    EXPECT_EQ(answer("GET", target).delay_ms, 0);
  }
}

TEST(Answer, NamesTheMethodItWouldHaveAnswered) {
  EXPECT_EQ(answer("POST", "/plaintext").reply.allow, "GET");
  EXPECT_EQ(answer("PUT", "/__info").reply.allow, "GET");
  EXPECT_EQ(answer("GET", "/echo").reply.status, 405);
  EXPECT_EQ(answer("GET", "/echo").reply.allow, "POST");
  EXPECT_EQ(answer("POST", "/echo").reply.allow, "");
}

TEST(Answer, PutsThePathBeforeTheMethod) {
  EXPECT_EQ(answer("POST", "/plaintext").reply.status, 405);
  EXPECT_EQ(answer("HEAD", "/json?k=1&n=1").reply.status, 405);
  EXPECT_EQ(answer("POST", "/nope").reply.status, 404);
  EXPECT_EQ(answer("GET", "/plaintext/").reply.status, 404);
}

TEST(Answer, TakesTheAbsoluteForm) {
  EXPECT_EQ(answer("GET", "http://localhost:1/plaintext").reply.status, 200);
  EXPECT_EQ(answer("GET", "http://localhost").reply.status, 404);
}

TEST(Answer, DoesNotCountWhatObservesTheServer) {
  EXPECT_TRUE(answer("GET", "/nope").observed);
  EXPECT_FALSE(answer("GET", "/__stats").observed);
  EXPECT_TRUE(answer("GET", "/__stats").stats);
  EXPECT_TRUE(answer("GET", "/__info").info);
}

}  // namespace
}  // namespace harness::contract
