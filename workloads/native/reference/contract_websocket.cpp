#include "workloads/native/reference/contract_websocket.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

namespace harness::contract {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::string_view kRooms = "/ws/room/";

bool is_name_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool is_count(const json& value) {
  return value.is_number_unsigned() &&
         value.get<std::uint64_t>() <= static_cast<std::uint64_t>(kLargestInteger);
}

}  // namespace

std::optional<Conversation> conversation_on(std::string_view path) {
  if (path == "/ws/echo") return Conversation{};
  if (!path.starts_with(kRooms)) return std::nullopt;
  const auto name = path.substr(kRooms.size());
  const bool fits = !name.empty() && name.size() <= kLongestRoomName &&
                    std::all_of(name.begin(), name.end(), is_name_letter);
  return fits ? std::optional(Conversation{std::string(name)}) : std::nullopt;
}

std::optional<RoomMessage> read_room_message(std::string_view text) {
  const json said = json::parse(text, nullptr, false);
  if (!said.is_object() || !said.contains("s") || !said.contains("ts") || !said.contains("p")) {
    return std::nullopt;
  }
  if (!is_count(said["s"]) || !is_count(said["ts"]) || !said["p"].is_string()) return std::nullopt;
  return RoomMessage{said["s"].get<std::int64_t>(), said["ts"].get<std::int64_t>(),
                     said["p"].get<std::string>()};
}

std::string room_delivery(std::uint64_t from, std::uint64_t position, const RoomMessage& message) {
  return ordered_json{{"f", from}, {"s", message.s}, {"n", position}, {"ts", message.ts}, {"p", message.p}}
      .dump();
}

std::optional<Place> read_game_step(std::string_view text) {
  const json step = json::parse(text, nullptr, false);
  if (!step.is_object() || !step.contains("dx") || !step.contains("dy")) return std::nullopt;
  const auto is_one_step = [](const json& value) {
    return value.is_number_integer() && (value.get<std::int64_t>() == 1 || value.get<std::int64_t>() == -1);
  };
  if (!is_one_step(step["dx"]) || !is_one_step(step["dy"])) return std::nullopt;
  return Place{step["dx"].get<std::int64_t>(), step["dy"].get<std::int64_t>()};
}

std::int64_t game_tick_due_ns(std::uint64_t tick, int hz) {
  return static_cast<std::int64_t>(tick) * 1'000'000'000 / hz;
}

std::string game_tick(std::uint64_t tick, std::int64_t age_ns,
                      const std::map<std::uint64_t, Place>& players) {
  auto places = ordered_json::array();
  for (const auto& [number, place] : players) places.push_back({number, place.x, place.y});
  return ordered_json{{"k", tick}, {"t", age_ns}, {"p", std::move(places)}}.dump();
}

}  // namespace harness::contract
