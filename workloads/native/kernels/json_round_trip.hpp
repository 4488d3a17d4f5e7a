#pragma once
// K6: n records to JSON, then twice from JSON and to JSON again, by nlohmann/json: the library C++ programs
// know best, and far from the fastest. Its ordered kind, since the members must stay in their order.
#include <string>

#include <nlohmann/json.hpp>

namespace harness::kernels::json_round_trip {

[[nodiscard]] nlohmann::ordered_json prepare(int n);
[[nodiscard]] std::string run(const nlohmann::ordered_json& records);
[[nodiscard]] std::string line(const std::string& text);

}  // namespace harness::kernels::json_round_trip
