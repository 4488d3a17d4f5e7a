#pragma once
// One value ↔ the text of one CSV cell. Private to this module. Quoting is csv_records.hpp's.
// read_cell returns what was expected when the text is not that, else nothing.
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

#include "harness/results/control_row.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/results/verdict_row.hpp"

namespace harness::results {

using Complaint = std::optional<std::string_view>;  ///< "a whole number"

[[nodiscard]] std::string cell_text(double value);  ///< shortest text that reads back to the same double
[[nodiscard]] inline std::string cell_text(const std::string& value) {
  return value;
}
[[nodiscard]] inline std::string cell_text(SliceStatus value) {
  return std::string(text(value));
}
[[nodiscard]] inline std::string cell_text(Gate value) {
  return std::string(text(value));
}
[[nodiscard]] inline std::string cell_text(Verdict value) {
  return std::string(text(value));
}
[[nodiscard]] inline std::string cell_text(ControlOutcome value) {
  return std::string(text(value));
}
template <typename T>
requires std::is_integral_v<T>
[[nodiscard]] std::string cell_text(T value) {
  return std::to_string(value);
}
template <typename T>
[[nodiscard]] std::string cell_text(const std::optional<T>& value) {
  return value ? cell_text(*value) : std::string();
}

[[nodiscard]] Complaint read_cell(std::string_view cell, double& value);
[[nodiscard]] Complaint read_cell(std::string_view cell, SliceStatus& value);
[[nodiscard]] Complaint read_cell(std::string_view cell, Gate& value);
[[nodiscard]] Complaint read_cell(std::string_view cell, Verdict& value);
[[nodiscard]] Complaint read_cell(std::string_view cell, ControlOutcome& value);
[[nodiscard]] inline Complaint read_cell(std::string_view cell, std::string& value) {
  value = cell;
  return {};
}
template <typename T>
requires std::is_integral_v<T>
[[nodiscard]] Complaint read_cell(std::string_view cell, T& value) {
  const auto end = cell.data() + cell.size();
  const auto [stop, error] = std::from_chars(cell.data(), end, value);
  if (error != std::errc() || stop != end) {
    return std::is_signed_v<T> ? "a whole number" : "a whole number of at least 0";
  }
  return {};
}
template <typename T>
[[nodiscard]] Complaint read_cell(std::string_view cell, std::optional<T>& value) {
  if (cell.empty()) {
    value.reset();
    return {};
  }
  return read_cell(cell, value.emplace());
}

[[nodiscard]] inline bool storable(double value) {
  return std::isfinite(value);
}
[[nodiscard]] inline bool storable(const std::optional<double>& value) {
  return !value || std::isfinite(*value);
}
template <typename T>
[[nodiscard]] bool storable(const T&) {
  return true;
}

}  // namespace harness::results
