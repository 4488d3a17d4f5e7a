#include "harness/stream/game_text.hpp"

#include <iterator>

#include <fmt/format.h>

#include "harness/stream/text_reader.hpp"

namespace harness::stream {

std::optional<int> ticks_per_second(std::string_view target) {
  constexpr int kMost = 120;
  int hz = 0;
  if (!take(target, "/ws/game?hz=") || !take_number(target, hz) || !target.empty()) return std::nullopt;
  return hz >= 1 && hz <= kMost ? std::optional(hz) : std::nullopt;
}

void write_step(std::string& text, const Place& step) {
  text.clear();
  fmt::format_to(std::back_inserter(text), R"({{"dx":{},"dy":{}}})", step.x, step.y);
}

std::optional<TickHead> read_tick(std::string_view text) {
  TickHead head;
  std::int64_t age_ns = 0;
  const bool ok = take(text, R"({"k":)") && take_number(text, head.tick) && take(text, R"(,"t":)") &&
                  take_number(text, age_ns) && take(text, R"(,"p":[)");
  constexpr std::uint64_t kMostTicks = std::uint64_t{1} << 30;
  constexpr std::int64_t kMostNs = std::int64_t{1} << 53;
  if (!ok || head.tick < 1 || head.tick > kMostTicks || age_ns < 0 || age_ns > kMostNs) return std::nullopt;
  head.age = Nanoseconds(age_ns);
  head.places = text;
  return head;
}

std::optional<std::vector<Place>> read_places(std::string_view rest_of_tick) {
  std::vector<Place> places;
  std::uint64_t last = 0;
  while (!take(rest_of_tick, "]}")) {
    std::uint64_t number = 0;
    Place place;
    const bool ok = (places.empty() || take(rest_of_tick, ",")) && take(rest_of_tick, "[") &&
                    take_number(rest_of_tick, number) && take(rest_of_tick, ",") &&
                    take_number(rest_of_tick, place.x) && take(rest_of_tick, ",") &&
                    take_number(rest_of_tick, place.y) && take(rest_of_tick, "]");
    if (!ok || number <= last) return std::nullopt;
    last = number;
    places.push_back(place);
  }
  return rest_of_tick.empty() ? std::optional(std::move(places)) : std::nullopt;
}

}  // namespace harness::stream
