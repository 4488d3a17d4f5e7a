#include "workloads/native/kernels/regex.hpp"

#include <string_view>
#include <vector>

#include "workloads/native/kernels/lcg.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace harness::kernels::regex {
namespace {

constexpr std::size_t kNoMatch = std::string_view::npos;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_word(char c) {
  return is_letter(c) || is_digit(c) || c == '_';
}

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/// `\b`
bool is_boundary(std::string_view text, std::size_t at) {
  const bool before = at > 0 && is_word(text[at - 1]);
  const bool after = at < text.size() && is_word(text[at]);
  return before != after;
}

template <typename Accepts>
std::size_t skip(std::string_view text, std::size_t at, Accepts accepts, std::size_t most = kNoMatch) {
  const std::size_t start = at;
  while (at < text.size() && at - start < most && accepts(text[at])) ++at;
  return at;
}

bool has(std::string_view text, std::size_t at, char c) {
  return at < text.size() && text[at] == c;
}

// Each pattern returns the end of its match that begins at `at`, or kNoMatch.

/// `\b\d{1,3}(?:\.\d{1,3}){3}\b`. Greedy is enough: after three digits neither a dot nor a boundary can be a
/// fourth.
std::size_t address(std::string_view text, std::size_t at) {
  if (!is_boundary(text, at)) return kNoMatch;
  for (int group = 0; group < 4; ++group) {
    if (group > 0 && !has(text, at++, '.')) return kNoMatch;
    const std::size_t end = skip(text, at, is_digit, 3);
    if (end == at) return kNoMatch;
    at = end;
  }
  return is_boundary(text, at) ? at : kNoMatch;
}

/// `[A-Za-z0-9._]+@[A-Za-z0-9.]+`
std::size_t mail(std::string_view text, std::size_t at) {
  const auto local = [](char c) { return is_word(c) || c == '.'; };
  const auto domain = [](char c) { return is_letter(c) || is_digit(c) || c == '.'; };
  const std::size_t sign = skip(text, at, local);
  if (sign == at || !has(text, sign, '@')) return kNoMatch;
  const std::size_t end = skip(text, sign + 1, domain);
  return end == sign + 1 ? kNoMatch : end;
}

/// `\b(?:GET|POST)\b +/\S+`
std::size_t request(std::string_view text, std::size_t at) {
  if (!is_boundary(text, at)) return kNoMatch;
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("GET")) {
    at += 3;
  } else if (rest.starts_with("POST")) {
    at += 4;
  } else {
    return kNoMatch;
  }
  const std::size_t path = skip(text, at, [](char c) { return c == ' '; });
  if (path == at || !has(text, path, '/')) return kNoMatch;
  const std::size_t end = skip(text, path + 1, [](char c) { return !is_space(c); });
  return end == path + 1 ? kNoMatch : end;
}

/// `\d{4}-\d{2}-\d{2}`
std::size_t date(std::string_view text, std::size_t at) {
  constexpr std::string_view kShape = "0000-00-00";
  if (text.size() - at < kShape.size()) return kNoMatch;
  for (const char expected : kShape) {
    const char c = text[at++];
    if (expected == '-' ? c != '-' : !is_digit(c)) return kNoMatch;
  }
  return at;
}

/// `\b[45]\d\d\b`
std::size_t failure_status(std::string_view text, std::size_t at) {
  if (!has(text, at, '4') && !has(text, at, '5')) return kNoMatch;
  if (!is_boundary(text, at) || skip(text, at, is_digit, 3) != at + 3) return kNoMatch;
  return is_boundary(text, at + 3) ? at + 3 : kNoMatch;
}

/// Leftmost first, none overlapping another.
template <typename Pattern>
std::vector<std::string_view> find_all(std::string_view text, Pattern pattern) {
  std::vector<std::string_view> found;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = pattern(text, at);
    if (end == kNoMatch) {
      ++at;
    } else {
      found.push_back(text.substr(at, end - at));
      at = end;
    }
  }
  return found;
}

template <typename Pattern>
std::string replace_all(std::string_view text, Pattern pattern, std::string_view replacement) {
  std::string replaced;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = pattern(text, at);
    if (end == kNoMatch) {
      replaced += text[at++];
    } else {
      replaced += replacement;
      at = end;
    }
  }
  return replaced;
}

std::string word(Lcg& lcg) {
  static constexpr std::array<std::string_view, 13> kWords{
      "GET", "POST", "/api/v1/items", "/static/app.js", "200",   "404",   "503",
      "IP",  "USER", "DATE",          "lorem",          "ipsum", "dolor",
  };
  const auto draw = [&] { return lcg.next() >> 16; };
  const std::string_view chosen = kWords[draw() % kWords.size()];
  if (chosen == "IP") {
    const auto third = draw() % 256;
    return fmt::format("10.0.{}.{}", third, draw() % 256);
  }
  if (chosen == "USER") return fmt::format("user{}@mail.test", draw() % 1000);
  if (chosen == "DATE") return fmt::format("2020-01-{:02}", draw() % 31 + 1);
  return std::string(chosen);
}

}  // namespace

std::string prepare(int n) {
  Lcg lcg(7);
  std::string text;
  for (int i = 0; i < n; ++i) {
    if (i > 0) text += ' ';
    text += word(lcg);
    if (i % 12 == 11) text += " \n";
  }
  return text;
}

Matches run(const std::string& text) {
  return {{find_all(text, address).size(), find_all(text, mail).size(), find_all(text, request).size(),
           find_all(text, date).size(), find_all(text, failure_status).size()},
          text.size(),
          replace_all(text, address, "<ip>").size()};
}

std::string line(const Matches& matches) {
  return fmt::format("{} {} {}", fmt::join(matches.found, " "), matches.length, matches.replaced);
}

}  // namespace harness::kernels::regex
