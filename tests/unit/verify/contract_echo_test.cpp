#include "workloads/native/reference/contract_echo.hpp"

#include <gtest/gtest.h>

namespace harness::contract {
namespace {

TEST(EchoBody, HasItsKeysInOrderAndCountsTheTags) {
  EXPECT_EQ(echo_body({7, "Zoë 😀", {"a", ""}, 1250}),
            R"({"ok":true,"id":7,"name":"Zoë 😀","tags":["a",""],"cents":1250,"n":2})");
  EXPECT_EQ(echo_body({0, "x", {}, kLargestCents}),
            R"({"ok":true,"id":0,"name":"x","tags":[],"cents":9007199254740991,"n":0})");
}

TEST(EchoBody, EscapesAsJavaScriptAndPythonBothDo) {
  EXPECT_EQ(
      echo_body({1, std::string("\0\b\t\n\v\f\r\x1f\x7f\"\\/", 12), {}, 0}),
      "{\"ok\":true,\"id\":1,\"name\":\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\x7f\\\"\\\\/\",\"tags\":[],"
      "\"cents\":0,\"n\":0}");
}

TEST(EchoReply, AnswersAValueThatFitsHoweverItIsSpelt) {
  const Reply reply =
      echo_reply(" { \"cents\":5,\n\"tags\":[ \"\\ud83d\\ude00\" ],\"name\":\"\\u0041\",\"id\" : 7 }");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.content_type, kJson);
  EXPECT_EQ(reply.body, R"({"ok":true,"id":7,"name":"A","tags":["😀"],"cents":5,"n":1})");
}

TEST(EchoReply, PointsToWhatDoesNotFit) {
  const std::pair<const char*, const char*> misfits[] = {
      {"[]", ""},
      {"7", ""},
      {R"({"id":7,"name":"x","tags":[]})", "/cents"},
      {R"({"id":7,"name":"x","tags":[],"cents":5,"extra":1})", "/extra"},
      {R"({"id":2147483648,"name":"x","tags":[],"cents":5})", "/id"},
      {R"({"id":-1,"name":"x","tags":[],"cents":5})", "/id"},
      {R"({"id":true,"name":"x","tags":[],"cents":5})", "/id"},
      {R"({"id":7,"name":"","tags":[],"cents":5})", "/name"},
      {R"({"id":7,"name":"x","tags":"t","cents":5})", "/tags"},
      {R"({"id":7,"name":"x","tags":["","","","","","","","",""],"cents":5})", "/tags"},
      {R"({"id":7,"name":"x","tags":["","","","seventeen letters"],"cents":5})", "/tags/3"},
      {R"({"id":7,"name":"x","tags":[],"cents":9007199254740992})", "/cents"},
      {R"({"id":7,"name":"x","tags":[],"cents":18446744073709551615})", "/cents"}};
  for (const auto& [body, path] : misfits) {
    const Reply reply = echo_reply(body);
    EXPECT_EQ(reply.status, 422) << body;
    EXPECT_EQ(reply.content_type, kJson);
    EXPECT_EQ(reply.body, misfit_body(path)) << body;
  }
  EXPECT_EQ(misfit_body("/tags/3"), R"({"ok":false,"path":"/tags/3"})");
}

TEST(EchoReply, CountsCodePoints) {
  const auto named = [](int emoji) {
    std::string name;
    for (int i = 0; i < emoji; ++i) name += "😀";
    return R"({"id":7,"name":")" + name + R"(","tags":[],"cents":5})";
  };
  EXPECT_EQ(echo_reply(named(64)).status, 200);
  EXPECT_EQ(echo_reply(named(65)).status, 422);
}

TEST(EchoReply, RefusesWhatIsNoJson) {
  for (const char* body : {"", "{", "{}{}", "{\"id\":NaN}", "[01]", "{'id':7}", "[\"\xff\"]", "[\"\n\"]"}) {
    EXPECT_EQ(echo_reply(body).status, 400) << body;
    EXPECT_EQ(echo_reply(body).body, "Bad Request");
  }
}

TEST(EchoReply, RefusesOneByteMoreThanItAccepts) {
  std::string body = R"({"id":7,"name":"x","tags":[],"cents":5})";
  body.resize(kLargestBody, ' ');
  EXPECT_EQ(echo_reply(body).status, 200);
  EXPECT_EQ(echo_reply(body + " ").status, 413);
  EXPECT_EQ(echo_reply(body + " ").body, "Content Too Large");
}

}  // namespace
}  // namespace harness::contract
