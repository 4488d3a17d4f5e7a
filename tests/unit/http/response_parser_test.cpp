#include "harness/http/response_parser.hpp"

#include <string>
#include <type_traits>

#include <gtest/gtest.h>

namespace harness::http {
namespace {

using Status = ResponseParser::Status;
using namespace std::string_literals;

const std::string kHello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

TEST(ResponseParser, ReadsABodyOfKnownLength) {
  ResponseParser parser;
  EXPECT_FALSE(parser.started());
  const auto fed = parser.feed(kHello);
  EXPECT_EQ(fed.status, Status::kComplete);
  EXPECT_EQ(fed.consumed, kHello.size());
  EXPECT_TRUE(parser.started());
  EXPECT_EQ(parser.status_code(), 200);
  EXPECT_TRUE(parser.keep_alive());
  EXPECT_EQ(parser.body(), "hello");
  EXPECT_EQ(parser.body_length(), 5U);
  EXPECT_STREQ(parser.problem(), "");
}

TEST(ResponseParser, LeavesTheNextPipelinedResponseToTheCaller) {
  ResponseParser parser;
  const std::string second = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";
  const std::string both = kHello + second;
  ASSERT_EQ(parser.feed(both).consumed, kHello.size());
  EXPECT_EQ(parser.feed(second).consumed, 0U) << "nothing is taken before expect()";
  EXPECT_EQ(parser.status_code(), 200);
  parser.expect(false);
  EXPECT_FALSE(parser.started());
  const auto fed = parser.feed(std::string_view(both).substr(kHello.size()));
  EXPECT_EQ(fed.status, Status::kComplete);
  EXPECT_EQ(fed.consumed, second.size());
  EXPECT_EQ(parser.status_code(), 503);
  EXPECT_EQ(parser.body(), "");
}

TEST(ResponseParser, GivesBackTheNextResponseWhenTheHeaderWasInTwoPieces) {
  ResponseParser parser;
  ASSERT_EQ(parser.feed(std::string_view(kHello).substr(0, 20)).consumed, 20U);
  const std::string rest = kHello.substr(20) + kHello;
  EXPECT_EQ(parser.feed(rest).consumed, kHello.size() - 20);
}

TEST(ResponseParser, RemovesChunkFraming) {
  ResponseParser parser;
  const auto fed = parser.feed(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5\r\nhello\r\n7;ext=\"x\"\r\n, world\r\n0\r\nX-Trailer: t\r\n\r\n");
  EXPECT_EQ(fed.status, Status::kComplete);
  EXPECT_EQ(parser.body(), "hello, world");
  EXPECT_EQ(parser.body_length(), 12U);
  EXPECT_TRUE(parser.keep_alive());
}

TEST(ResponseParser, EndsABodyWithoutLengthWhenThePeerCloses) {
  ResponseParser parser;
  EXPECT_EQ(parser.feed("HTTP/1.0 200 OK\r\nServer: x\r\n\r\nsome").status, Status::kNeedMore);
  EXPECT_EQ(parser.feed("thing").status, Status::kNeedMore);
  EXPECT_EQ(parser.finish_at_eof(), Status::kComplete);
  EXPECT_EQ(parser.body(), "something");
  EXPECT_FALSE(parser.keep_alive());
}

TEST(ResponseParser, EndsAnEmptyBodyWithoutLengthWhenThePeerCloses) {
  ResponseParser parser;
  EXPECT_EQ(parser.feed("HTTP/1.1 200 OK\r\n\r\n").status, Status::kNeedMore);
  EXPECT_EQ(parser.finish_at_eof(), Status::kComplete);
  EXPECT_EQ(parser.body(), "");
  EXPECT_FALSE(parser.keep_alive());
}

TEST(ResponseParser, CallsWhatEndsTooEarlyMalformedAndSaysWhere) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "closed before the first byte"},
      {"H", "closed inside the header"},
      {"HTTP/1.1 200 OK\r\nContent-Le", "closed inside the header"},
      {"HTTP/1.1 100 Continue\r\n\r\n", "closed inside the header"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", "closed inside the body"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", "closed inside the body"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "closed inside the body"}};
  for (const auto& [bytes, problem] : cases) {
    ResponseParser parser;
    EXPECT_EQ(parser.feed(bytes).status, Status::kNeedMore) << bytes;
    EXPECT_EQ(parser.finish_at_eof(), Status::kMalformed) << bytes;
    EXPECT_EQ(parser.problem(), problem) << bytes;
    EXPECT_EQ(parser.started(), !bytes.empty());
  }
}

TEST(ResponseParser, StaysCompleteWhenThePeerClosesAfterwards) {
  ResponseParser parser;
  parser.feed(kHello);
  EXPECT_EQ(parser.finish_at_eof(), Status::kComplete);
}

TEST(ResponseParser, SkipsInterimResponses) {
  ResponseParser parser;
  const std::string bytes =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + kHello;
  const auto fed = parser.feed(bytes + "next");
  EXPECT_EQ(fed.status, Status::kComplete);
  EXPECT_EQ(fed.consumed, bytes.size());
  EXPECT_EQ(parser.status_code(), 200);
  EXPECT_EQ(parser.body(), "hello");
}

TEST(ResponseParser, TakesSwitchingProtocolsAsTheLastResponse) {
  ResponseParser parser;
  const std::string header =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  const auto fed = parser.feed(header + "\x81\x01x");
  EXPECT_EQ(fed.status, Status::kComplete);
  EXPECT_EQ(fed.consumed, header.size());
  EXPECT_EQ(parser.status_code(), 101);
  EXPECT_FALSE(parser.keep_alive());
}

TEST(ResponseParser, ExpectsNoBodyWhereHttpHasNone) {
  for (const int code : {204, 304}) {
    ResponseParser parser;
    const std::string header = "HTTP/1.1 " + std::to_string(code) + " X\r\nContent-Length: 5\r\n\r\n";
    const auto fed = parser.feed(header + "HTTP/");
    EXPECT_EQ(fed.status, Status::kComplete) << code;
    EXPECT_EQ(fed.consumed, header.size()) << code;
    EXPECT_TRUE(parser.keep_alive()) << code;
  }
}

TEST(ResponseParser, ExpectsNoBodyAfterHeadOnlyForThatResponse) {
  ResponseParser parser;
  parser.expect(true);
  const std::string header = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
  EXPECT_EQ(parser.feed(header).status, Status::kComplete);
  EXPECT_EQ(parser.body_length(), 0U);
  parser.expect(false);
  EXPECT_EQ(parser.feed(header).status, Status::kNeedMore);
  EXPECT_EQ(parser.feed("hello").status, Status::kComplete);
}

TEST(ResponseParser, KnowsWhetherTheConnectionMayGoOn) {
  const std::pair<std::string, bool> cases[] = {
      {"HTTP/1.1 200 OK\r\n", true},
      {"HTTP/1.1 200 OK\r\nConnection: close\r\n", false},
      {"HTTP/1.1 200 OK\r\nConnection: keep-alive, Close\r\n", false},
      {"HTTP/1.0 200 OK\r\n", false},
      {"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n", true}};
  for (const auto& [header, keep_alive] : cases) {
    ResponseParser parser;
    ASSERT_EQ(parser.feed(header + "Content-Length: 0\r\n\r\n").status, Status::kComplete);
    EXPECT_EQ(parser.keep_alive(), keep_alive) << header;
  }
}

TEST(ResponseParser, CountsTheBodyItDoesNotKeep) {
  ResponseParser parser(3);
  EXPECT_EQ(parser.feed(kHello).status, Status::kComplete);
  EXPECT_EQ(parser.body(), "hel");
  EXPECT_EQ(parser.body_length(), 5U);
  ResponseParser nothing(0);
  nothing.feed(kHello);
  EXPECT_EQ(nothing.body(), "");
  EXPECT_EQ(nothing.body_length(), 5U);
}

TEST(ResponseParser, TakesBodiesLargerThanBeastAllowsByDefault) {
  constexpr std::size_t kSize = 9 << 20;
  ResponseParser parser(16);
  ASSERT_EQ(parser.feed("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kSize) + "\r\n\r\n").status,
            Status::kNeedMore);
  EXPECT_EQ(parser.feed(std::string(kSize, 'x')).status, Status::kComplete);
  EXPECT_EQ(parser.body_length(), kSize);
}

TEST(ResponseParser, ReusesItsBodyBuffer) {
  ResponseParser parser;
  const std::string large = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x');
  parser.feed(large);
  const char* buffer = parser.body().data();
  for (int i = 0; i < 3; ++i) {
    parser.expect(false);
    parser.feed(large);
    EXPECT_EQ(parser.body().data(), buffer);
  }
}

TEST(ResponseParser, CanBeMovedInTheMiddleOfAResponse) {
  static_assert(std::is_nothrow_move_constructible_v<ResponseParser>);
  ResponseParser first;
  first.feed(std::string_view(kHello).substr(0, 30));
  ResponseParser second = std::move(first);
  EXPECT_EQ(second.feed(std::string_view(kHello).substr(30)).status, Status::kComplete);
  EXPECT_EQ(second.body(), "hello");
}

std::string header_of(std::size_t size) {
  std::string header = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";
  const std::string end = "\r\n\r\n";
  while (size - header.size() > 2000) header += "X: " + std::string(900, 'a') + "\r\n";
  header += "Y: ";
  header += std::string(size - header.size() - end.size(), 'b') + end;
  return header;
}

TEST(ResponseParser, TakesHeadersUpTo64KiBInAnyPieces) {
  for (const std::size_t piece : {ResponseParser::kHeaderLimit * 2, std::size_t{1000}, std::size_t{7}}) {
    for (const std::size_t excess : {0U, 1U, 900U}) {
      const std::string header = header_of(ResponseParser::kHeaderLimit + excess);
      ResponseParser parser;
      Status status = Status::kNeedMore;
      for (std::size_t at = 0; at < header.size() && status == Status::kNeedMore; at += piece) {
        status = parser.feed(std::string_view(header).substr(at, piece)).status;
      }
      EXPECT_EQ(status, excess == 0 ? Status::kComplete : Status::kMalformed) << piece << " +" << excess;
      EXPECT_STREQ(parser.problem(), excess == 0 ? "" : "header longer than 64 KiB");
    }
  }
}

TEST(ResponseParser, TakesTrailersUpTo64KiBInAnyPieces) {
  const std::string start = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string last_chunk = "0\r\nX: ", end = "\r\n\r\n";
  const std::size_t room = ResponseParser::kHeaderLimit - last_chunk.size() - end.size();
  for (const std::size_t piece : {ResponseParser::kHeaderLimit * 2, std::size_t{1000}, std::size_t{7}}) {
    for (const std::size_t excess : {0U, 1U, 900U}) {
      const std::string response = start + last_chunk + std::string(room + excess, 'x') + end;
      ResponseParser parser;
      Status status = Status::kNeedMore;
      for (std::size_t at = 0; at < response.size() && status == Status::kNeedMore; at += piece) {
        status = parser.feed(std::string_view(response).substr(at, piece)).status;
      }
      EXPECT_EQ(status, excess == 0 ? Status::kComplete : Status::kMalformed) << piece << " +" << excess;
      EXPECT_STREQ(parser.problem(), excess == 0 ? "" : "chunk header or trailer longer than 64 KiB");
    }
  }
}

TEST(ResponseParser, GivesUpOnAHeaderOrChunkLineThatNeverEnds) {
  for (const char* start :
       {"HTTP/1.1 200 ", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: "}) {
    ResponseParser parser;
    parser.feed(start);
    Status status = Status::kNeedMore;
    for (int i = 0; i < 80 && status == Status::kNeedMore; ++i)
      status = parser.feed(std::string(1024, 'a')).status;
    EXPECT_EQ(status, Status::kMalformed) << start;
  }
}

struct Malformed {
  std::string bytes;
  const char* problem;
};

class MalformedResponse : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedResponse, IsRecognisedAndExplained) {
  ResponseParser parser;
  EXPECT_EQ(parser.feed(GetParam().bytes).status, Status::kMalformed) << GetParam().bytes;
  EXPECT_STREQ(parser.problem(), GetParam().problem);
  EXPECT_EQ(parser.feed("more").status, Status::kMalformed) << "and stays so";
  EXPECT_EQ(parser.finish_at_eof(), Status::kMalformed);
  parser.expect(false);
  EXPECT_EQ(parser.feed(kHello).status, Status::kComplete) << "until the next expect()";
}

std::string with_header(const std::string& line) {
  return "HTTP/1.1 200 OK\r\n" + line + "\r\n\r\n";
}

INSTANTIATE_TEST_SUITE_P(
    Each, MalformedResponse,
    testing::Values(
        Malformed{"SSH-2.0-OpenSSH_9.2\r\n\r\n", "bad HTTP version or status line"},
        Malformed{"HTTP/2.0 200 OK\r\n\r\n", "bad HTTP version or status line"},
        Malformed{"HTTP/1.1  200 OK\r\n\r\n", "bad status code"},
        Malformed{"HTTP/1.1 2x0 OK\r\n\r\n", "bad status code"},
        Malformed{"HTTP/1.1 20 OK\r\n\r\n", "bad status code"},
        Malformed{"HTTP/1.1 200 O\x01K\r\n\r\n", "bad reason phrase"},
        Malformed{"HTTP/1.1 200 OK\rX\r\n\r\n", "line does not end in CR LF"},
        Malformed{with_header("No colon"), "bad header name"},
        Malformed{with_header(": empty"), "bad header name"},
        Malformed{with_header("X : y"), "bad header name"},
        Malformed{with_header("X: a\rb"), "line does not end in CR LF"},
        Malformed{with_header("X: a\0b"s), "bad header value"},
        Malformed{with_header("Content-Length: -1"), "bad Content-Length"},
        Malformed{with_header("Content-Length: 5x"), "bad Content-Length"},
        Malformed{with_header("Content-Length:"), "bad Content-Length"},
        Malformed{with_header("Content-Length: 18446744073709551616"), "bad Content-Length"},
        Malformed{with_header("Content-Length: 5\r\nContent-Length: 6"),
                  "contradicting Content-Length headers"},
        Malformed{with_header("Content-Length: 5\r\nTransfer-Encoding: chunked"), "bad Transfer-Encoding"},
        Malformed{with_header("Transfer-Encoding: chunked") + "x\r\n", "bad chunk size"},
        Malformed{with_header("Transfer-Encoding: chunked") + "-5\r\n", "bad chunk size"},
        Malformed{with_header("Transfer-Encoding: chunked") + "11111111111111111\r\n", "bad chunk size"},
        Malformed{with_header("Transfer-Encoding: chunked") + "5\r\nhelloX\r\n0\r\n\r\n", "bad chunk size"}));

}  // namespace
}  // namespace harness::http
