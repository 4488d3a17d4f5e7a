#include "workloads/native/reference/contract_response.hpp"

#include <gtest/gtest.h>

namespace harness::contract {
namespace {

constexpr const char* kDate = "Sun, 06 Nov 1994 08:49:37 GMT";  // RFC 9110's example

TEST(AppendResponse, HasTheFourHeadersAndNoOthers) {
  std::string out;
  append_response(out, {200, kPlainText, "Hello, World!"}, kDate);
  EXPECT_EQ(
      out,
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 13\r\nServer: bench\r\n"
      "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\nHello, World!");
  EXPECT_EQ(out.size(), 145U);  // 17 + 41 + 20 + 15 + 37 + 2 + 13
}

TEST(AppendResponse, NamesTheAllowedMethodAndTheClosing) {
  std::string out;
  append_response(out, {405, kPlainText, "Method Not Allowed", "GET"}, kDate, {"close", true});
  EXPECT_EQ(
      out,
      "HTTP/1.1 405 Method Not Allowed\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 18\r\n"
      "Server: bench\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nAllow: GET\r\nConnection: close\r\n\r\n");
}

TEST(ImfFixdate, WritesAndReadsTheExampleOfTheRfc) {
  // 24 years of which 6 leap (8766 days), then 309 days to 6 November: 9075 days, 8:49:37.
  constexpr std::time_t kTime = 9075LL * 86400 + 8 * 3600 + 49 * 60 + 37;
  EXPECT_EQ(imf_fixdate(kTime), kDate);
  EXPECT_EQ(parse_imf_fixdate(kDate), kTime);
}

TEST(ImfFixdate, RefusesEveryOtherForm) {
  for (const char* text :
       {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nox 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
        "Thu, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT "}) {
    EXPECT_FALSE(parse_imf_fixdate(text)) << text;
  }
}

}  // namespace
}  // namespace harness::contract
