#include <algorithm>
#include <charconv>

#include "harness/workload/readers.hpp"
#include "harness/workload/table_reader.hpp"

namespace harness::workload {
namespace {

constexpr std::string_view kRoom = "/ws/room/";
constexpr std::string_view kGame = "/ws/game";
constexpr std::string_view kEvents = "/sse?";
constexpr std::string_view kLines = "/lines";
constexpr int kLongestLine = 1023;  // without its LF: contract.toml

void read_rates(TableReader& reader, ConversationLine& line) {
  for (const std::string& text : reader.optional_string_list("each")) {
    if (const auto rate = parse_rate(text)) {
      line.each.push_back(*rate);
    } else {
      reader.problem("each", rate.error().message);
    }
  }
  if (!line.each.empty()) {
    line.arrivals =
        reader.has("arrivals") ? reader.one_of("arrivals", {"uniform", "poisson", "burst"}) : "uniform";
    return;
  }
  if (reader.has("arrivals"))
    reader.problem("arrivals", "means nothing in a closed loop: add each = [\"1/s\"] or remove it");
  if (line.target.starts_with(kGame))
    reader.problem(
        "each", "is missing, and a game has no closed loop: write each = [\"2/s\"], the steps of a player");
}

/// What a target says of itself: events come at its rate, whatever a client does.
void read_rate_of_events(TableReader& reader, ConversationLine& line) {
  constexpr std::string_view kRate = "hz=";
  const std::size_t at = line.target.find(kRate);
  int hz = 0;
  if (at != std::string::npos)
    std::from_chars(line.target.data() + at + kRate.size(), line.target.data() + line.target.size(), hz);
  if (hz < 1)
    reader.problem("target",
                   fmt::format("'{}' does not say how often: write /sse?n=1000000&hz=2", line.target));
  line.each = {RequestsPerSecond{static_cast<double>(hz)}};
  line.arrivals = "uniform";
}

/// A room with one member fewer than the others would be another room.
void read_members(TableReader& reader, ConversationLine& line) {
  line.members = reader.integer("members", 2);
  if (!line.target.starts_with(kRoom))
    reader.problem("members",
                   fmt::format("'{}' has no rooms: remove it, or take /ws/room/NAME", line.target));
  for (const auto* sizes : {&line.connections, &line.full_only}) {
    for (const int connections : *sizes) {
      if (line.members < 2 || connections % line.members == 0) continue;
      reader.problem("members", fmt::format("{} connections do not fill rooms of {}: give a multiple",
                                            connections, line.members));
    }
  }
}

void check_repetition(TableReader& reader, const Suite& suite, const ConversationLine& line) {
  Profile everything;
  everything.full = true;
  Suite only;
  only.conversations = {line};
  std::vector<Cell> earlier = cells_of(suite, everything);
  for (const Cell& cell : cells_of(only, everything)) {
    if (std::ranges::find(earlier, cell) != earlier.end())
      reader.problem("connections", fmt::format("cell '{}' is here twice: remove one", cell.id()));
    earlier.push_back(cell);
  }
}

}  // namespace

void read_conversation_line(TableReader reader, const Catalog& catalog, Suite& suite) {
  ConversationLine line;
  line.target = reader.required_string("target");
  line.connections = reader.optional_integer_list("connections");
  line.full_only = reader.optional_integer_list("full_only");
  if (line.connections.empty() && line.full_only.empty())
    reader.problem("connections", "is missing: write connections = [64], or full_only = [64]");
  if (reader.has("members")) read_members(reader, line);
  const bool is_events = line.target.starts_with(kEvents);
  is_events ? read_rate_of_events(reader, line) : read_rates(reader, line);
  // Fewer have no room for the keys, more are beyond what a room takes: contract.toml.
  if (reader.has("message_bytes"))
    line.message_bytes = reader.integer("message_bytes", 64, line.target == kLines ? kLongestLine : 65536);
  if ((is_events || line.target.starts_with(kGame)) && reader.has("message_bytes"))
    reader.problem("message_bytes", fmt::format("means nothing in {}: remove it",
                                                is_events ? "events, which a server makes"
                                                          : "a game, whose steps are as they are"));
  reader.finish();
  if (!line.target.empty() && !line.target.starts_with("/ws/") && line.target != kLines && !is_events) {
    reader.problem("target",
                   fmt::format("'{}' is no conversation: write /ws/echo, /ws/room/NAME, "
                               "/ws/game?hz=20, /lines or /sse?n=1000000&hz=2, or make it a [[load]]",
                               line.target));
  } else {
    check_target(reader, line.target, catalog);
  }
  check_repetition(reader, suite, line);
  suite.conversations.push_back(std::move(line));
}

}  // namespace harness::workload
