// What was received depends neither on where the stream was cut nor on a header being known already. Only
// why a stream is malformed may be said differently: Beast looks at a header it has seen a part of no more
// before all of it is there, and the server may close before that.
// Input: the first line says how to cut: piece i is as long as byte i says, from the start again at its end,
// and response i answers HEAD if byte i is 'H'. The rest is what the server sends; there, \x01 stands for
// 4096 more of the byte before it, so that small inputs reach the limits.
#include "harness/http/response_parser.hpp"

#include <algorithm>
#include <vector>

#include "target.hpp"

#include "harness/base/error.hpp"
#include "harness/http/known_header.hpp"

namespace harness::fuzz {
namespace {

using http::KnownHeader;
using http::ResponseParser;
using Status = ResponseParser::Status;

constexpr std::size_t kKept = 64;  ///< of a body; bodies both shorter and longer are small inputs then

struct Outcome {
  Status status = Status::kNeedMore;
  int code = 0;
  bool keep_alive = false;
  std::string body;
  std::uint64_t body_length = 0;
  std::string problem;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

std::string expanded(std::string_view text) {
  constexpr std::size_t kRepeats = 4096, kLongest = 24 * kRepeats;
  std::string stream;
  for (const char c : text) {
    const bool repeats = c == '\x01' && !stream.empty();
    stream.append(repeats ? kRepeats : 1, repeats ? stream.back() : c);
    if (stream.size() > kLongest) break;
  }
  return stream;
}

std::vector<std::string_view> cut(std::string_view stream, std::string_view lengths) {
  constexpr std::size_t kMostCuts = 512;  // what reaches the limits is long, and would take milliseconds
  std::vector<std::string_view> pieces;
  while (!stream.empty() && pieces.size() < kMostCuts) {
    const auto length = static_cast<unsigned char>(lengths[pieces.size() % lengths.size()]);
    pieces.push_back(stream.substr(0, std::max<std::size_t>(1, length)));
    stream.remove_prefix(pieces.back().size());
  }
  if (!stream.empty()) pieces.push_back(stream);
  return pieces;
}

/// One connection, which the server closes at the end.
std::vector<Outcome> receive(const std::vector<std::string_view>& pieces, std::string_view heads,
                             KnownHeader* known) {
  ResponseParser parser(kKept, known);
  std::vector<Outcome> outcomes;
  const auto expect_next = [&] { parser.expect(heads[outcomes.size() % heads.size()] == 'H'); };
  const auto note = [&](Status status) {
    Outcome outcome{.status = status, .body = {}, .problem = parser.problem()};
    if (status == Status::kComplete) {
      outcome.code = parser.status_code();
      outcome.keep_alive = parser.keep_alive();
      outcome.body = parser.body();
      outcome.body_length = parser.body_length();
      HARNESS_ASSERT(outcome.body.size() == std::min<std::uint64_t>(outcome.body_length, kKept));
    }
    outcomes.push_back(std::move(outcome));
  };
  expect_next();
  for (std::string_view piece : pieces) {
    while (!piece.empty()) {
      const auto [status, consumed] = parser.feed(piece);
      HARNESS_ASSERT(consumed <= piece.size());
      HARNESS_ASSERT(status != Status::kNeedMore || consumed == piece.size());
      if (status != Status::kNeedMore) note(status);
      if (status == Status::kMalformed) return outcomes;
      HARNESS_ASSERT(consumed > 0);
      piece.remove_prefix(consumed);
      if (status == Status::kComplete) expect_next();
    }
  }
  if (parser.started()) note(parser.finish_at_eof());
  return outcomes;
}

void print(std::string_view title, const std::vector<Outcome>& outcomes) {
  fmt::print(stderr, "{}:\n", title);
  for (const Outcome& o : outcomes) {
    fmt::print(stderr, "  status {}, code {}, keep-alive {}, {} bytes '{}', problem '{}'\n", int(o.status),
               o.code, o.keep_alive, o.body_length, o.body, o.problem);
  }
}

void demand_equal(const std::vector<Outcome>& received, const std::vector<Outcome>& otherwise) {
  if (received == otherwise) return;
  print("received", received);
  print("otherwise", otherwise);
  HARNESS_ASSERT(received == otherwise);
}

std::vector<Outcome> without_reasons(std::vector<Outcome> outcomes) {
  for (Outcome& outcome : outcomes) outcome.problem.clear();
  return outcomes;
}

void response_parser(std::string_view bytes) {
  const std::size_t line = std::min(bytes.find('\n'), bytes.size());
  const std::string_view recipe = bytes.substr(0, line);
  if (recipe.empty()) return;
  const std::string stream = expanded(bytes.substr(std::min(line + 1, bytes.size())));
  const std::vector<std::string_view> whole{stream};
  const auto pieces = cut(stream, recipe);
  const auto received = receive(whole, recipe, nullptr);
  const auto received_in_pieces = receive(pieces, recipe, nullptr);
  demand_equal(without_reasons(received_in_pieces), without_reasons(received));

  KnownHeader known;
  for (int connection = 0; connection < 2; ++connection) {  // the second begins by knowing the last header
    demand_equal(receive(whole, recipe, &known), received);
    demand_equal(receive(pieces, recipe, &known), received_in_pieces);
  }
}

const Target kResponseParser("response_parser", response_parser);

}  // namespace
}  // namespace harness::fuzz
