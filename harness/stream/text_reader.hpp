#pragma once
// Reads a text whose spelling is agreed to the byte, part by part. No JSON parser: another spelling of the
// same values is another answer. Each function takes what it has read off the front, or returns false.
#include <charconv>
#include <string_view>

namespace harness::stream {

[[nodiscard]] inline bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

template <typename Integer>
[[nodiscard]] bool take_number(std::string_view& text, Integer& number) {
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

}  // namespace harness::stream
