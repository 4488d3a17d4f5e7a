#include "harness/base/duration.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace harness {
namespace {

struct Unit {
  std::string_view suffix;
  double nanoseconds;
};
// Longest suffix first, so that "ms" is not read as "s".
constexpr std::array kUnits{Unit{"ns", 1.0}, Unit{"us", 1e3}, Unit{"ms", 1e6},
                            Unit{"s", 1e9},  Unit{"m", 60e9}, Unit{"h", 3600e9}};
constexpr double kLongest = 1e9 * 3600 * 24 * 365;

}  // namespace

Result<Nanoseconds> parse_duration(std::string_view text) {
  for (const Unit& unit : kUnits) {
    if (!text.ends_with(unit.suffix)) continue;
    const std::string_view number = text.substr(0, text.size() - unit.suffix.size());
    double value = 0;
    const auto [end, failure] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (failure != std::errc{} || end != number.data() + number.size() || number.empty()) break;
    if (!std::isfinite(value) || value < 0 || value * unit.nanoseconds > kLongest) break;
    return Nanoseconds(std::llround(value * unit.nanoseconds));
  }
  return usage_error(
      "'{}' is not a duration: write a number and a unit, such as 200ms, 5s or 2m "
      "(units: ns, us, ms, s, m, h)",
      text);
}

std::string human(Nanoseconds duration) {
  const double s = to_seconds(duration);
  if (s < 1e-6) return fmt::format("{} ns", duration.count());
  if (s < 1e-3) return fmt::format("{:.3g} µs", s * 1e6);
  if (s < 1) return fmt::format("{:.3g} ms", s * 1e3);
  if (s < 100) return fmt::format("{:.3g} s", s);
  const auto whole = static_cast<long long>(std::llround(s));
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

Nanoseconds from_seconds(double value) {
  return Nanoseconds(std::llround(value * 1e9));
}

}  // namespace harness
