#include "harness/verify/finding.hpp"

#include <gtest/gtest.h>

namespace harness::verify {
namespace {

Response answered(int status, std::string body) {
  Response response;
  response.asked = "GET /x";
  response.status = status;
  response.body = std::move(body);
  return response;
}

TEST(WrongAnswer, IsSilentWhenAllIsRight) {
  EXPECT_FALSE(wrong_answer(answered(200, "abc"), 200, "abc"));
}

TEST(WrongAnswer, NamesTheStatusFirst) {
  EXPECT_EQ(wrong_answer(answered(404, "abc"), 200, "xyz"), "GET /x: status 404, expected 200");
}

TEST(WrongAnswer, ShowsBothSidesOfTheFirstDifference) {
  EXPECT_EQ(wrong_answer(answered(200, "Hello, world!"), 200, "Hello, World!"),
            "GET /x: body of 13 bytes, expected 13; first difference at byte 7: expected 'Hello, World!', "
            "got 'Hello, world!'");
}

TEST(WrongAnswer, FindsABodyThatOnlyStopsEarlyOrLate) {
  EXPECT_TRUE(wrong_answer(answered(200, "ab"), 200, "abc"));
  EXPECT_TRUE(wrong_answer(answered(200, "abcd"), 200, "abc"));
  EXPECT_TRUE(wrong_answer(answered(200, ""), 200, "abc"));
}

TEST(WrongAnswer, PassesOnWhyThereIsNoResponse) {
  Response response = answered(0, "");
  response.failure = "no answer in time";
  EXPECT_EQ(wrong_answer(response, 200, ""), "GET /x: no answer in time");
}

TEST(Response, FindsHeadersWithoutRegardToCase) {
  Response response;
  response.headers = {{"content-TYPE", "a"}, {"Date", "b"}};
  EXPECT_EQ(response.header("Content-Type"), "a");
  EXPECT_EQ(response.header("Server"), "");
}

}  // namespace
}  // namespace harness::verify
