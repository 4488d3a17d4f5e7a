#include "workloads/native/reference/contract_lines.hpp"

#include <cstdint>

#include "workloads/native/reference/contract_websocket.hpp"
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace harness::contract {
namespace {

using nlohmann::json;

/// From `least` to the largest that JavaScript counts exactly.
std::optional<std::int64_t> integer_at(const json& said, const char* key, std::int64_t least) {
  const auto value = said.find(key);
  if (value == said.end() || !value->is_number_integer()) return std::nullopt;
  if (value->is_number_unsigned() &&
      value->get<std::uint64_t>() > static_cast<std::uint64_t>(kLargestInteger))
    return std::nullopt;
  const auto number = value->get<std::int64_t>();
  return number >= least ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<std::string> acknowledgement(std::string_view line) {
  if (line.size() >= kLongestLine) return std::nullopt;
  const json said = json::parse(line, nullptr, false);
  if (!said.is_object()) return std::nullopt;
  const auto sequence = integer_at(said, "s", 0);
  if (!sequence || !integer_at(said, "d", 0) || !integer_at(said, "v", -kLargestInteger)) return std::nullopt;
  return fmt::format("OK {}\n", *sequence);
}

}  // namespace harness::contract
