#include "harness/http/known_header.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "harness/http/response_parser.hpp"

namespace harness::http {
namespace {

const std::string kHeader =
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nDate: Sun, 06 Nov 1994 08:49:37 "
    "GMT\r\n\r\n";

std::string with_date(std::string_view date) {
  std::string header = kHeader;
  return header.replace(header.find("Sun,"), 29, date);
}

KnownHeader knowing(const std::string& header) {
  KnownHeader known;
  known.learn(header, {200, true, 5});
  return known;
}

TEST(KnownHeader, KnowsNothingAtFirst) {
  EXPECT_FALSE(KnownHeader().match(kHeader));
  EXPECT_FALSE(KnownHeader().match(""));
}

TEST(KnownHeader, RecognisesTheSameHeaderWithAnotherDate) {
  const KnownHeader known = knowing(kHeader);
  for (const char* date : {"Sun, 06 Nov 1994 08:49:37 GMT", "Mon, 23 Nov 2026 02:49:15 GMT"}) {
    const auto match = known.match(with_date(date) + "hello");
    ASSERT_TRUE(match) << date;
    EXPECT_EQ(match->header_length, kHeader.size());
    EXPECT_EQ(match->meaning->status_code, 200);
    EXPECT_EQ(match->meaning->body_length, 5U);
  }
}

TEST(KnownHeader, DoesNotRecogniseAnythingElse) {
  const KnownHeader known = knowing(kHeader);
  EXPECT_FALSE(known.match(kHeader.substr(0, kHeader.size() - 1))) << "incomplete";
  EXPECT_FALSE(known.match(with_date("Sun, 06 Nov 1994\r\nX: 08:49:37"))) << "a line break in the date";
  EXPECT_FALSE(known.match(with_date(std::string_view("Sun, 06 Nov 1994 08:49:37 GM\0", 29))))
      << "a control character";
  for (std::size_t i = 0; i < kHeader.size(); ++i) {
    std::string changed = kHeader;
    changed[i] = '\r';
    if (kHeader[i] != '\r') {
      EXPECT_FALSE(known.match(changed)) << "byte " << i;
    }
  }
}

TEST(KnownHeader, ComparesAllOfAHeaderWithoutDate) {
  const std::string header = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
  const KnownHeader known = knowing(header);
  EXPECT_TRUE(known.match(header));
  EXPECT_FALSE(known.match("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n"));
}

TEST(KnownHeader, TreatsADateOfAnotherLengthLikeAnyOtherField) {
  const std::string header = "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Length: 5\r\n\r\n";
  const KnownHeader known = knowing(header);
  EXPECT_TRUE(known.match(header));
  EXPECT_FALSE(known.match("HTTP/1.1 200 OK\r\nDate: never\r\nContent-Length: 5\r\n\r\n"));
}

TEST(KnownHeader, ForgetsWhenTheNextHeaderIsTooLong) {
  KnownHeader known = knowing(kHeader);
  known.learn(std::string(KnownHeader::kLongest + 1, 'x'), {});
  EXPECT_FALSE(known.match(kHeader));
  EXPECT_FALSE(known.match(std::string(2 * KnownHeader::kLongest, 'x')));
}

/// What a parser says of one response, in words that can be compared.
std::string fate_of(ResponseParser& parser, const std::string& bytes, bool head) {
  parser.expect(head);
  const auto fed = parser.feed(bytes);
  if (fed.status != ResponseParser::Status::kComplete) {
    return fed.status == ResponseParser::Status::kMalformed ? parser.problem() : "needs more";
  }
  return std::to_string(fed.consumed) + " bytes, status " + std::to_string(parser.status_code()) +
         (parser.keep_alive() ? ", keeps alive, " : ", closes, ") + std::to_string(parser.body_length()) +
         ": " + std::string(parser.body());
}

/// The memory must never change what a response means: every response after every other, with and without it.
TEST(KnownHeader, NeverChangesWhatTheParserSays) {
  std::vector<std::string> responses{
      kHeader + "hello",
      with_date("Mon, 23 Nov 2026 02:49:15 GMT") + "world",
      kHeader + "hel",
      kHeader + "hello and more",
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 204 No Content\r\n\r\n",
      "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
      "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno",
      "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
      "HTTP/1.1 100 Continue\r\n\r\n" + kHeader + "hello",
      "HTTP/1.1 101 Switching Protocols\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
      "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n continued\r\nContent-Length: 2\r\n\r\nok"};
  for (std::size_t i = 0; i < kHeader.size(); i += 3) {
    responses.push_back(kHeader + "hello");
    responses.back()[i] = static_cast<char>(responses.back()[i] ^ 0x41);
  }
  for (const std::string& first : responses) {
    for (const std::string& second : responses) {
      for (const bool head : {false, true}) {
        KnownHeader known;
        ResponseParser with(3, &known);  // keeps less than a body
        ResponseParser without(3);
        EXPECT_EQ(fate_of(with, first, false), fate_of(without, first, false)) << first;
        EXPECT_EQ(fate_of(with, second, head), fate_of(without, second, head)) << first << "\nthen\n"
                                                                               << second;
      }
    }
  }
}

}  // namespace
}  // namespace harness::http
