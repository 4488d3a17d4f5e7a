// Where TCP happens to cut the byte stream must not change what was received.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "harness/base/random.hpp"
#include "harness/http/response_parser.hpp"

namespace harness::http {
namespace {

using Status = ResponseParser::Status;

struct Outcome {
  Status status = Status::kNeedMore;
  int code = 0;
  bool keep_alive = false;
  std::string body;
  std::uint64_t body_length = 0;
  friend bool operator==(const Outcome&, const Outcome&) = default;
  friend void PrintTo(const Outcome& o, std::ostream* out) {
    *out << static_cast<int>(o.status) << ' ' << o.code << ' ' << o.keep_alive << ' ' << o.body_length << " '"
         << o.body << "'";
  }
};

/// One connection: hands over the pieces, keeps surplus bytes, closes at the end.
std::vector<Outcome> receive(const std::vector<std::string_view>& pieces) {
  ResponseParser parser;
  std::vector<Outcome> outcomes;
  const auto note = [&](Status status) {
    if (status == Status::kMalformed) return outcomes.push_back({status, 0, false, "", 0});
    outcomes.push_back({status, parser.status_code(), parser.keep_alive(), std::string(parser.body()),
                        parser.body_length()});
    parser.expect(false);
  };
  for (std::string_view piece : pieces) {
    while (!piece.empty()) {
      const auto [status, consumed] = parser.feed(piece);
      EXPECT_LE(consumed, piece.size());
      if (status == Status::kNeedMore) {
        EXPECT_EQ(consumed, piece.size()) << "bytes of an unfinished response may not be left to the caller";
      } else {
        note(status);
      }
      if (status == Status::kMalformed) return outcomes;
      piece.remove_prefix(consumed);
    }
  }
  if (parser.started()) note(parser.finish_at_eof());
  return outcomes;
}

const std::string kStream =
    "HTTP/1.1 100 Continue\r\n\r\n"
    "HTTP/1.1 100 Continue\r\nX: y\r\n\r\n"
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nDate: Sun, 22 Nov 2026 21:04:00 GMT\r\n"
    "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\nContent-Length: 13\r\n\r\nHello, World!"
    "HTTP/1.1 204 No Content\r\n\r\n"
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    "4;a=b\r\nWiki\r\n6\r\npedia \r\n10\r\nin \r\n\r\nchunks...\r\n0\r\nX-T: 1\r\nX-U: 2\r\n\r\n"
    "HTTP/1.1 500 Internal Server Error\r\nX-Folded: a\r\n b\r\nContent-Length: 0\r\n\r\n"
    "HTTP/1.0 200 OK\r\nServer: old\r\n\r\nuntil\r\n\r\nthe end";

const std::vector<Outcome> kReceived = {{Status::kComplete, 200, true, "Hello, World!", 13},
                                        {Status::kComplete, 204, true, "", 0},
                                        {Status::kComplete, 200, true, "Wikipedia in \r\n\r\nchunks...", 26},
                                        {Status::kComplete, 500, true, "", 0},
                                        {Status::kComplete, 200, false, "until\r\n\r\nthe end", 16}};

std::vector<std::string_view> cut(std::string_view stream, std::size_t length) {
  std::vector<std::string_view> pieces;
  for (std::size_t at = 0; at < stream.size(); at += length) pieces.push_back(stream.substr(at, length));
  return pieces;
}

TEST(ResponseParserSplit, ReceivesTheStreamInOnePiece) {
  EXPECT_EQ(receive({kStream}), kReceived);
}

TEST(ResponseParserSplit, ReceivesTheSameCutAtAnyByte) {
  const std::string_view stream = kStream;
  for (std::size_t at = 1; at < stream.size(); ++at) {
    ASSERT_EQ(receive({stream.substr(0, at), stream.substr(at)}), kReceived) << "cut at " << at;
  }
}

TEST(ResponseParserSplit, ReceivesTheSameInPiecesOfAnyLength) {
  for (std::size_t length = 1; length < 64; ++length) {
    ASSERT_EQ(receive(cut(kStream, length)), kReceived) << "pieces of " << length;
  }
}

TEST(ResponseParserSplit, ReceivesTheSameCutAtAnyTwoBytes) {
  const std::string_view stream = kStream;
  Random random(5);
  for (int i = 0; i < 3000; ++i) {
    const std::size_t a = random.below(stream.size());
    const std::size_t b = a + random.below(stream.size() - a);
    ASSERT_EQ(receive({stream.substr(0, a), stream.substr(a, b - a), stream.substr(b)}), kReceived)
        << a << ' ' << b;
  }
}

TEST(ResponseParserSplit, ReceivesAnEmptyChunkedBodyInPiecesOfAnyLength) {
  const std::string end = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
  for (const char* rest : {"\r\n", "X: y\r\n\r\n"}) {
    for (std::size_t length = 1; length < 64; ++length) {
      const std::vector<Outcome> expected = {{Status::kComplete, 200, true, "", 0}};
      const std::string stream = end + rest;
      ASSERT_EQ(receive(cut(stream, length)), expected) << "pieces of " << length;
    }
  }
}

TEST(ResponseParserSplit, LosesNoByteOfALargeBody) {
  std::string body;
  for (int i = 0; body.size() < 100'000; ++i) body += std::to_string(i);
  const std::string stream =
      "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  const std::vector<Outcome> expected = {{Status::kComplete, 200, true, body, body.size()}};
  for (const std::size_t at : {1U, 20U, 40U, 45U, 1000U, 99'999U}) {
    EXPECT_EQ(receive({std::string_view(stream).substr(0, at), std::string_view(stream).substr(at)}),
              expected);
  }
}

TEST(ResponseParserSplit, JudgesDamagedStreamsTheSameHoweverTheyAreCut) {
  constexpr std::string_view kDamage = "\r\n :;0f-\x01\xffX";
  Random random(6);
  for (int i = 0; i < 2000; ++i) {
    std::string damaged = kStream;
    for (std::uint64_t n = 1 + random.below(3); n > 0; --n) {
      damaged[random.below(damaged.size())] = kDamage[random.below(kDamage.size())];
    }
    const auto whole = receive({damaged});
    for (const std::size_t length : {std::size_t{1}, std::size_t{2 + random.below(60)}}) {
      ASSERT_EQ(receive(cut(damaged, length)), whole) << "pieces of " << length << " of\n" << damaged;
    }
  }
}

}  // namespace
}  // namespace harness::http
