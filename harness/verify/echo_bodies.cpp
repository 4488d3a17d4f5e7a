#include "harness/verify/echo_bodies.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace harness::verify {
namespace {

// What escaping, counting and encoding go wrong at: all that JSON must escape, DEL, the ends of each length
// in UTF-8, the line separators of JavaScript, a combining mark, code points of two UTF-16 units.
constexpr std::array kAlphabet = {U'a',          U'Z',          U'0',         U' ',      U'/',      U'"',
                                  U'\\',         U'\x00',       U'\b',        U'\t',     U'\n',     U'\f',
                                  U'\r',         U'\x1f',       U'\x7f',      U'\x80',   U'\xe9',   U'\u0301',
                                  U'\u07ff',     U'\u0800',     U'\u2028',    U'\u2029', U'\u4e16', U'\ufffd',
                                  U'\U00010000', U'\U0001f600', U'\U0010fffd'};

void append_utf8(std::string& out, char32_t point) {
  const auto byte = [&out](char32_t bits) { out += static_cast<char>(static_cast<unsigned char>(bits)); };
  const auto continued = [&byte](char32_t bits) { byte(0x80 | (bits & 0x3f)); };
  if (point < 0x80) return byte(point);
  if (point < 0x800) {
    byte(0xc0 | point >> 6);
  } else if (point < 0x10000) {
    byte(0xe0 | point >> 12);
    continued(point >> 6);
  } else {
    byte(0xf0 | point >> 18);
    continued(point >> 12);
    continued(point >> 6);
  }
  continued(point);
}

std::string utf8(std::u32string_view text) {
  std::string out;
  for (const char32_t point : text) append_utf8(out, point);
  return out;
}

void append_escaped(std::string& out, char32_t point) {
  if (point < 0x10000) {
    out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(point));
    return;
  }
  const auto beyond = static_cast<std::uint32_t>(point) - 0x10000;
  out += fmt::format("\\u{:04X}\\u{:04x}", 0xd800 + (beyond >> 10), 0xdc00 + (beyond & 0x3ff));
}

std::string quoted(std::u32string_view text, Random& random) {
  std::string out = "\"";
  for (const char32_t point : text) {
    const bool must = point < 0x20 || point == U'"' || point == U'\\';
    must || random.below(4) == 0 ? append_escaped(out, point) : append_utf8(out, point);
  }
  return out + "\"";
}

/// A value as code points, which can be spelt in several ways.
struct Draft {
  std::int64_t id = 0;
  std::u32string name;
  std::vector<std::u32string> tags;
  std::int64_t cents = 0;
};

contract::Echo value_of(const Draft& draft) {
  contract::Echo value{draft.id, utf8(draft.name), {}, draft.cents};
  for (const auto& tag : draft.tags) value.tags.push_back(utf8(tag));
  return value;
}

std::string spelt(const Draft& draft, Random& random) {
  const auto blank = [&random] { return std::array{"", " ", "\n\t", "\r\n  "}[random.below(4)]; };
  std::vector<std::string> tags;
  for (const auto& tag : draft.tags)
    tags.push_back(fmt::format("{}{}{}", blank(), quoted(tag, random), blank()));
  std::array<std::string, 4> members = {fmt::format("\"id\"{}:{}{}", blank(), blank(), draft.id),
                                        fmt::format("\"name\":{}{}", blank(), quoted(draft.name, random)),
                                        fmt::format("\"tags\":{}[{}]", blank(), fmt::join(tags, ",")),
                                        fmt::format("\"cents\"{}:{}", blank(), draft.cents)};
  shuffle(std::span<std::string>(members), random);
  std::string body = fmt::format("{}{{", blank());
  for (const auto& member : members)
    body += fmt::format("{}{}{}{}", &member == members.data() ? "" : ",", blank(), member, blank());
  return body + "}" + blank();
}

std::u32string random_text(Random& random, std::size_t min, std::size_t max) {
  std::u32string text(min + random.below(max - min + 1), U'x');
  for (char32_t& point : text) point = kAlphabet[random.below(kAlphabet.size())];
  return text;
}

std::int64_t up_to(std::int64_t max, Random& random) {
  return static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(max) + 1));
}

Draft random_draft(Random& random) {
  Draft draft;
  draft.id = up_to(contract::kLargestId, random);
  draft.name = random_text(random, 1, contract::kLongestName);
  draft.tags.resize(random.below(contract::kMostTags + 1));
  for (auto& tag : draft.tags) tag = random_text(random, 0, contract::kLongestTag);
  draft.cents = up_to(contract::kLargestCents, random);
  return draft;
}

std::vector<Draft> drafts(Random& random) {
  const std::u32string longest_name(contract::kLongestName, U'\U0001f600');
  const std::u32string longest_tag(contract::kLongestTag, U'\U0001f600');
  std::u32string controls;
  for (char32_t point = 0; point < 0x20; ++point) controls += point;
  std::vector<Draft> all = {
      {0, U"x", {}, 0},
      {contract::kLargestId, longest_name, {contract::kMostTags, longest_tag}, contract::kLargestCents},
      {1, controls + U"\"\\/\x7f", {U""}, 100}};
  for (int i = 0; i < 12; ++i) all.push_back(random_draft(random));
  return all;
}

std::string post_head(std::string_view framing) {
  return fmt::format("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{}\r\n\r\n",
                     framing);
}

}  // namespace

std::vector<EchoCase> echo_cases(Random& random) {
  std::vector<EchoCase> cases;
  for (const Draft& draft : drafts(random)) cases.push_back({value_of(draft), spelt(draft, random)});
  return cases;
}

contract::Echo plain_echo(Random& random) {
  // From a million on, so that any two are spelt in equally many bytes.
  const auto million = [&random] { return 1'000'000 + up_to(1'000'000, random); };
  return {million(), fmt::format("name {}", million()), {"one", "two"}, million()};
}

std::string plain_body(const contract::Echo& echo) {
  return fmt::format(R"({{"id":{},"name":"{}","tags":["{}"],"cents":{}}})", echo.id, echo.name,
                     fmt::join(echo.tags, "\",\""), echo.cents);
}

AwkwardText awkward_text(Random& random, std::size_t most_points) {
  const auto text = random_text(random, 0, most_points);
  return {utf8(text), quoted(text, random)};
}

std::string padded_to(std::size_t size, std::string body) {
  body.resize(size, ' ');
  return body;
}

std::string sized_post_head(std::size_t size) {
  return post_head(fmt::format("Content-Length: {}", size));
}

std::string sized_post(std::string_view body) {
  return sized_post_head(body.size()).append(body);
}

std::string chunked_post(std::string_view body, std::size_t chunk) {
  std::string request = post_head("Transfer-Encoding: chunked");
  for (; !body.empty(); body.remove_prefix(std::min(chunk, body.size()))) {
    const auto part = body.substr(0, chunk);
    request += fmt::format("{:x}\r\n{}\r\n", part.size(), part);
  }
  return request + "0\r\n\r\n";
}

}  // namespace harness::verify
