#pragma once
// JSON of somebody else's making. Copying and printing a value goes down into it, and one with a hundred
// thousand brackets ends the stack. For modules that link nlohmann_json; base itself does not. Pure.
#include <string_view>

#include <nlohmann/json.hpp>

namespace harness {

/// Without what lies deeper than `deepest`, the members of the outermost value being at 1. is_discarded()
/// when the text is no JSON.
template <typename Json = nlohmann::json>
[[nodiscard]] Json parse_shallow(std::string_view text, int deepest) {
  return Json::parse(
      text, [&](int depth, typename Json::parse_event_t, const Json&) { return depth <= deepest; },
      /*allow_exceptions=*/false);
}

}  // namespace harness
