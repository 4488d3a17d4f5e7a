#include "harness/http/request.hpp"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::http {
namespace {

using testing::HasSubstr;
using testing::Not;

RequestSpec get(std::string target) {
  RequestSpec spec;
  spec.target = std::move(target);
  spec.host = "h:1";
  return spec;
}

std::string problem_of(const RequestSpec& spec) {
  const auto bytes = render(spec);
  return bytes ? "no problem" : bytes.error().message;
}

TEST(Render, IsAMinimalGet) {
  EXPECT_EQ(*render(get("/a?b=c")), "GET /a?b=c HTTP/1.1\r\nHost: h:1\r\n\r\n");
}

TEST(Render, PutsHostFirstAndKeepsTheOrderOfTheRest) {
  RequestSpec spec = get("/");
  spec.headers = {{"B", "2"}, {"A", "1"}};
  EXPECT_EQ(*render(spec), "GET / HTTP/1.1\r\nHost: h:1\r\nB: 2\r\nA: 1\r\n\r\n");
}

TEST(Render, LetsAHostHeaderReplaceTheHost) {
  RequestSpec spec = get("/");
  spec.headers = {{"A", "1"}, {"host", "other"}};
  EXPECT_EQ(*render(spec), "GET / HTTP/1.1\r\nHost: other\r\nA: 1\r\n\r\n");
}

TEST(Render, AnnouncesTheLengthOfABody) {
  RequestSpec spec = get("/");
  spec.method = "POST";
  spec.body = "{\"a\":1}";
  EXPECT_EQ(*render(spec), "POST / HTTP/1.1\r\nHost: h:1\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
}

TEST(Render, AnnouncesAnEmptyBodyOnlyWhereOneIsExpected) {
  RequestSpec spec = get("/");
  for (const char* method : {"POST", "PUT", "PATCH"}) {
    spec.method = method;
    EXPECT_THAT(*render(spec), HasSubstr("Content-Length: 0\r\n")) << method;
  }
  for (const char* method : {"GET", "HEAD", "DELETE"}) {
    spec.method = method;
    EXPECT_THAT(*render(spec), Not(HasSubstr("Content-Length"))) << method;
  }
}

TEST(Render, KeepsBodiesWithAnyByte) {
  RequestSpec spec = get("/");
  spec.body = std::string("\0\r\n", 3);
  EXPECT_TRUE(render(spec)->ends_with("Content-Length: 3\r\n\r\n" + spec.body));
}

TEST(Render, RefusesATargetThatWouldSplitTheRequest) {
  for (const char* target : {"/a b", "/a\r\nX: y", "/a\n", "/\x7f", "/\xc3\xa9", "/a#b"}) {
    EXPECT_THAT(problem_of(get(target)), HasSubstr("target: byte 0x")) << target;
  }
  EXPECT_EQ(problem_of(get(std::string("/a\0b", 4))),
            "target: byte 0x00 at position 2 is not allowed; percent-encode it");
  EXPECT_THAT(problem_of(get("")), HasSubstr("must start with '/'"));
  EXPECT_THAT(problem_of(get("a")), HasSubstr("target 'a' must start with '/'"));
}

TEST(Render, RefusesBadMethodHostAndHeaders) {
  RequestSpec spec = get("/");
  spec.method = "GE T";
  EXPECT_THAT(problem_of(spec), HasSubstr("method: byte 0x20"));
  spec.method = "";
  EXPECT_EQ(problem_of(spec), "method is empty");

  spec = get("/");
  spec.host = "";
  EXPECT_THAT(problem_of(spec), HasSubstr("host is empty"));
  spec.host = "a\r\nX: y";
  EXPECT_THAT(problem_of(spec), HasSubstr("host: byte 0x0d"));

  spec = get("/");
  spec.headers = {{"X Y", "1"}};
  EXPECT_THAT(problem_of(spec), HasSubstr("header 'X Y': header name: byte 0x20"));
  spec.headers = {{"", "1"}};
  EXPECT_THAT(problem_of(spec), HasSubstr("header name is empty"));
  spec.headers = {{"X", "1\r\nY: 2"}};
  EXPECT_THAT(problem_of(spec), HasSubstr("value of header 'X': byte 0x0d at position 1"));
  spec.headers = {{"X", std::string("\0", 1)}};
  EXPECT_THAT(problem_of(spec), HasSubstr("value of header 'X': byte 0x00"));
  spec.headers = {{"content-length", "3"}};
  EXPECT_THAT(problem_of(spec), HasSubstr("'content-length' is decided by the body"));
  spec.headers = {{"Transfer-Encoding", "chunked"}};
  EXPECT_THAT(problem_of(spec), HasSubstr("decided by the body"));
  spec.headers = {{"Host", "a"}, {"HOST", "b"}};
  EXPECT_THAT(problem_of(spec), HasSubstr("'Host' is given 2 times"));
}

TEST(Render, DoesNotPassControlCharactersOnToTheTerminal) {
  RequestSpec spec = get("/");
  spec.headers = {{"\x1b[2J", "1"}};
  EXPECT_THAT(problem_of(spec), HasSubstr("header '\\x1b[2J'"));
}

TEST(Render, AcceptsTabsAndNonAsciiInHeaderValues) {
  RequestSpec spec = get("/");
  spec.headers = {{"X-Note", "a\tb \xc3\xa9"}};
  EXPECT_THAT(*render(spec), HasSubstr("X-Note: a\tb \xc3\xa9\r\n"));
}

TEST(RequestTemplate, WithoutPlaceholderIsTheRenderedRequestAndNeverChanges) {
  auto request = make_template(get("/a"));
  ASSERT_TRUE(request);
  EXPECT_FALSE(request->varies());
  request->patch(7);
  EXPECT_EQ(request->bytes(), *render(get("/a")));
}

TEST(RequestTemplate, WritesTenDigitsOverEveryPlaceholder) {
  auto request = make_template(get("/u/{rand}?again={rand}"));
  ASSERT_TRUE(request);
  EXPECT_TRUE(request->varies());
  EXPECT_TRUE(request->bytes().starts_with("GET /u/0000000000?again=0000000000 HTTP/1.1\r\n"));
  request->patch(42);
  EXPECT_TRUE(request->bytes().starts_with("GET /u/0000000042?again=0000000042 HTTP/1.1\r\n"));
  request->patch(std::numeric_limits<std::uint32_t>::max());
  EXPECT_TRUE(request->bytes().starts_with("GET /u/4294967295?again=4294967295 HTTP/1.1\r\n"));
  request->patch(0);
  EXPECT_TRUE(request->bytes().starts_with("GET /u/0000000000?again=0000000000 HTTP/1.1\r\n"));
}

TEST(RequestTemplate, PatchesInPlace) {
  auto request = make_template(get("/{rand}"));
  const char* before = request->bytes().data();
  const std::size_t size = request->bytes().size();
  request->patch(123);
  EXPECT_EQ(request->bytes().data(), before);
  EXPECT_EQ(request->bytes().size(), size);
}

TEST(RequestTemplate, FindsThePlaceAfterALongerMethodAndLeavesTheBodyAlone) {
  RequestSpec spec = get("/{rand}");
  spec.method = "DELETE";
  spec.body = "{rand}";
  auto request = make_template(spec);
  request->patch(9);
  EXPECT_EQ(request->bytes(), "DELETE /0000000009 HTTP/1.1\r\nHost: h:1\r\nContent-Length: 6\r\n\r\n{rand}");
}

TEST(RequestTemplate, WritesIntoABodyThatVaries) {
  RequestSpec spec = get("/a?k={rand}");
  spec.method = "POST";
  spec.body = R"({"a":"{rand}","b":"{rand}"})";
  spec.varies_in_body = true;
  auto request = make_template(spec);
  request->patch(9);
  EXPECT_EQ(request->bytes(),
            "POST /a?k=0000000009 HTTP/1.1\r\nHost: h:1\r\nContent-Length: 35\r\n\r\n"
            R"({"a":"0000000009","b":"0000000009"})");
}

TEST(RequestTemplate, RefusesWhatRenderRefuses) {
  EXPECT_FALSE(make_template(get("/{rand} ")));
}

}  // namespace
}  // namespace harness::http
