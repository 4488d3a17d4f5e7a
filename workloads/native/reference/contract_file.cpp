#include "workloads/native/reference/contract_file.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace harness::contract {
namespace {

constexpr std::string_view kFiles = "/file/";
constexpr std::size_t kLongestName = 64;
constexpr std::string_view kUnit = "bytes=";

bool is_name_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
         c == '_';
}

std::optional<std::uint64_t> number(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || failure != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// Nothing: the whole file. Of no length: nothing of it.
std::optional<Span> span_of(std::string_view range, std::uint64_t size) {
  if (!range.starts_with(kUnit)) return std::nullopt;
  range.remove_prefix(kUnit.size());
  const auto dash = range.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto begin = range.substr(0, dash);
  const auto end = range.substr(dash + 1);
  const auto last = number(end);
  if (begin.empty()) {
    if (!last) return std::nullopt;
    const auto length = std::min(*last, size);
    return Span{size - length, length};
  }
  const auto first = number(begin);
  if (!first || (!end.empty() && (!last || *last < *first))) return std::nullopt;
  if (*first >= size) return Span{};
  return Span{*first, std::min(last.value_or(size), size - 1) - *first + 1};
}

}  // namespace

std::optional<std::string_view> file_on(std::string_view path) {
  if (!path.starts_with(kFiles)) return std::nullopt;
  const auto name = path.substr(kFiles.size());
  if (name.empty() || name.size() > kLongestName || name.front() == '.') return std::nullopt;
  return std::all_of(name.begin(), name.end(), is_name_letter) ? std::optional(name) : std::nullopt;
}

FileHead file_head(std::string_view range, std::uint64_t size) {
  constexpr std::string_view kAccepts = "Accept-Ranges: bytes\r\n";
  const auto span = span_of(range, size);
  if (!span) return {{200, kBytes, {}, {}, std::string(kAccepts)}, {0, size}};
  if (span->length == 0) {
    return {
        {416, kPlainText, std::string(reason(416)), {}, fmt::format("Content-Range: bytes */{}\r\n", size)},
        {}};
  }
  const auto last = span->first + span->length - 1;
  return {{206,
           kBytes,
           {},
           {},
           fmt::format("{}Content-Range: bytes {}-{}/{}\r\n", kAccepts, span->first, last, size)},
          *span};
}

}  // namespace harness::contract
