#include "harness/http/url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace harness::http {
namespace {

using testing::HasSubstr;

TEST(ParseUrl, FillsInPortAndTarget) {
  EXPECT_EQ(*parse_url("http://localhost"), (Url{"localhost", 80, "/"}));
  EXPECT_EQ(*parse_url("http://localhost:8080"), (Url{"localhost", 8080, "/"}));
  EXPECT_EQ(*parse_url("HTTP://a-b.example/"), (Url{"a-b.example", 80, "/"}));
}

TEST(ParseUrl, KeepsPathQueryAndPlaceholderAsTheyAre) {
  EXPECT_EQ(*parse_url("http://127.0.0.1:3000/delay?ms=50&u=a:b/c@d"),
            (Url{"127.0.0.1", 3000, "/delay?ms=50&u=a:b/c@d"}));
  EXPECT_EQ(parse_url("http://h/user/{rand}")->target, "/user/{rand}");
  EXPECT_EQ(parse_url("http://h?x=1")->target, "/?x=1");
}

TEST(ParseUrl, DropsTheFragment) {
  EXPECT_EQ(parse_url("http://h/a#b")->target, "/a");
  EXPECT_EQ(parse_url("http://h#b")->target, "/");
}

TEST(ParseUrl, TakesIpv6InBrackets) {
  EXPECT_EQ(*parse_url("http://[::1]:8080/a"), (Url{"::1", 8080, "/a"}));
  EXPECT_EQ(*parse_url("http://[fe80::1]"), (Url{"fe80::1", 80, "/"}));
}

TEST(ParseUrl, SaysWhyHttpsIsRefused) {
  EXPECT_THAT(parse_url("https://h/").error().message, HasSubstr("https is not supported"));
}

TEST(ParseWebSocketUrl, IsLikeHttpButForTheScheme) {
  EXPECT_EQ(*parse_websocket_url("ws://127.0.0.1:3000/ws/room/a?x=1"),
            (Url{"127.0.0.1", 3000, "/ws/room/a?x=1"}));
  EXPECT_EQ(*parse_websocket_url("WS://h"), (Url{"h", 80, "/"}));
  EXPECT_THAT(parse_websocket_url("http://h/").error().message,
              HasSubstr("'http://h/' is not a ws:// URL; write ws://host:port/path"));
  EXPECT_THAT(parse_websocket_url("wss://h/").error().message, HasSubstr("wss is not supported"));
  EXPECT_THAT(parse_websocket_url("ws://h:0/").error().message, HasSubstr("URL 'ws://h:0/': port '0'"));
  EXPECT_THAT(parse_url("ws://h/").error().message, HasSubstr("is not an http:// URL"));
}

TEST(ParseTcpUrl, IsLikeHttpButForTheScheme) {
  EXPECT_EQ(*parse_tcp_url("tcp://127.0.0.1:3000"), (Url{"127.0.0.1", 3000, "/"}));
  const auto of_another_scheme = parse_tcp_url("ws://h");
  ASSERT_FALSE(of_another_scheme);
  EXPECT_THAT(of_another_scheme.error().message, HasSubstr("is not a tcp:// URL"));
  EXPECT_TRUE(is_tcp_url("TCP://h"));
  EXPECT_FALSE(is_tcp_url("ws://h"));
}

TEST(ParseWebSocketUrl, IsWhatStartsWithItsScheme) {
  EXPECT_TRUE(is_websocket_url("ws://h"));
  EXPECT_TRUE(is_websocket_url("WSS://h"));
  EXPECT_FALSE(is_websocket_url("http://ws://h"));
  EXPECT_FALSE(is_websocket_url("ws:/h"));
}

struct Refusal {
  const char* url;
  const char* named;
};

class RefusedUrl : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedUrl, IsNamedTogetherWithItsProblem) {
  const auto url = parse_url(GetParam().url);
  ASSERT_FALSE(url);
  EXPECT_EQ(url.error().code, ErrorCode::kUsage);
  EXPECT_THAT(url.error().message, HasSubstr(GetParam().named));
  EXPECT_THAT(url.error().message, HasSubstr(GetParam().url));
}

INSTANTIATE_TEST_SUITE_P(
    Each, RefusedUrl,
    testing::Values(
        Refusal{"", "is not an http:// URL; write http://host:port/path"},
        Refusal{"localhost:8080/", "is not an http:// URL"}, Refusal{"ftp://h/", "is not an http:// URL"},
        Refusal{"http://", "the host is missing"}, Refusal{"http:///a", "the host is missing"},
        Refusal{"http://:80/", "the host is missing"}, Refusal{"http://h:/", "port ''"},
        Refusal{"http://h:0/", "port '0'"}, Refusal{"http://h:65536/", "port '65536'"},
        Refusal{"http://h:-1/", "port '-1'"}, Refusal{"http://h:80x/", "port '80x'"},
        Refusal{"http://u:p@h/", "Authorization header"}, Refusal{"http://a b/", "'a b' is not a host"},
        Refusal{"http://1.2.3.400/", "not an IPv4 address"}, Refusal{"http://1.2.3/", "not an IPv4"},
        Refusal{"http://::1/", "needs brackets"}, Refusal{"http://[::1/", "']' is missing"},
        Refusal{"http://[::g]/", "'::g' is not an IPv6 address"},
        Refusal{"http://[::1]8080/", "'8080' after the IPv6 address"},
        Refusal{"http://h/a b", "byte 0x20 in the target"},
        Refusal{"http://h/\xc3\xa9", "byte 0xc3 in the target"}));

TEST(ParseUrl, DoesNotTakeAZeroByteForTheEndOfAnAddress) {
  const std::string zero(1, '\0');
  EXPECT_TRUE(parse_url("http://[::1]/"));
  EXPECT_FALSE(parse_url("http://[::1" + zero + "]/"));
  EXPECT_FALSE(parse_url("http://127.0.0.1" + zero + "/"));
}

TEST(HostHeader, NamesThePortOnlyWhenItIsNotTheDefaultAndBracketsIpv6) {
  EXPECT_EQ(host_header({"h", 80, "/"}), "h");
  EXPECT_EQ(host_header({"h", 8080, "/"}), "h:8080");
  EXPECT_EQ(host_header({"::1", 80, "/"}), "[::1]");
  EXPECT_EQ(host_header({"::1", 3000, "/"}), "[::1]:3000");
}

}  // namespace
}  // namespace harness::http
