#include "workloads/native/reference/contract_echo.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "workloads/native/reference/contract_routes.hpp"
#include <nlohmann/json.hpp>

namespace harness::contract {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using Pointer = json::json_pointer;

constexpr std::array<const char*, 4> kKeys = {"id", "name", "tags", "cents"};

bool is_integer(const json& value, std::int64_t max) {
  return value.is_number_unsigned() && value.get<std::uint64_t>() <= static_cast<std::uint64_t>(max);
}

bool is_string(const json& value, std::size_t min, std::size_t max) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  // Of every code point, exactly one byte is no continuation byte.
  const auto length = static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & '\xc0') != '\x80'; }));
  return length >= min && length <= max;
}

/// Where the body does not fit; nothing when it does.
std::optional<Pointer> misfit(const json& body) {
  if (!body.is_object()) return Pointer();
  for (const auto& item : body.items()) {
    if (std::find(kKeys.begin(), kKeys.end(), item.key()) == kKeys.end()) return Pointer() / item.key();
  }
  for (const char* key : kKeys) {
    if (!body.contains(key)) return Pointer() / key;
  }
  if (!is_integer(body["id"], kLargestId)) return Pointer("/id");
  if (!is_string(body["name"], 1, kLongestName)) return Pointer("/name");
  const json& tags = body["tags"];
  if (!tags.is_array() || tags.size() > kMostTags) return Pointer("/tags");
  const auto bad = std::find_if_not(tags.begin(), tags.end(),
                                    [](const json& tag) { return is_string(tag, 0, kLongestTag); });
  if (bad != tags.end()) return Pointer("/tags") / static_cast<std::size_t>(bad - tags.begin());
  if (!is_integer(body["cents"], kLargestCents)) return Pointer("/cents");
  return std::nullopt;
}

Echo echo_of(const json& body) {
  return {body["id"].get<std::int64_t>(), body["name"].get<std::string>(),
          body["tags"].get<std::vector<std::string>>(), body["cents"].get<std::int64_t>()};
}

}  // namespace

std::string echo_body(const Echo& echo) {
  return ordered_json{{"ok", true},        {"id", echo.id},       {"name", echo.name},
                      {"tags", echo.tags}, {"cents", echo.cents}, {"n", echo.tags.size()}}
      .dump();
}

std::string misfit_body(std::string_view path) {
  return ordered_json{{"ok", false}, {"path", path}}.dump();
}

Reply echo_reply(std::string_view body) {
  if (body.size() > kLargestBody) return refusal(413);
  const json parsed = json::parse(body, nullptr, false);
  if (parsed.is_discarded()) return refusal(400);
  if (const auto where = misfit(parsed)) return {422, kJson, misfit_body(where->to_string())};
  return {200, kJson, echo_body(echo_of(parsed))};
}

}  // namespace harness::contract
