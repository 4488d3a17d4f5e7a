#include "workloads/native/reference/contract_bodies.hpp"

#include <charconv>
#include <string_view>

namespace harness::contract {
namespace {

void append(std::string& out, std::string_view text) {
  out.append(text);
}

void append(std::string& out, std::uint32_t number) {
  char digits[10];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

template <typename... Parts>
void append_all(std::string& out, Parts... parts) {
  (append(out, parts), ...);
}

}  // namespace

std::string plaintext_body() {
  return "Hello, World!";
}

std::uint32_t item_hash(std::uint32_t k, std::uint32_t i) {
  return (k + i) * 2654435761U;
}

std::string json_body(std::uint32_t k, int n) {
  const auto count = static_cast<std::uint32_t>(n);
  std::string out;
  out.reserve(48 + std::size_t{48} * count);
  append_all(out, R"({"k":)", k, R"(,"n":)", count, R"(,"items":[)");
  std::uint32_t sum = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t v = item_hash(k, i);
    sum += v;
    append_all(out, i == 0 ? R"({"id":)" : R"(,{"id":)", i, R"(,"v":)", v, R"(,"s":"item-)", i, R"("})");
  }
  append_all(out, R"(],"sum":)", sum, "}");
  return out;
}

std::string delay_body(int ms) {
  std::string out;
  append_all(out, R"({"ms":)", static_cast<std::uint32_t>(ms), "}");
  return out;
}

}  // namespace harness::contract
