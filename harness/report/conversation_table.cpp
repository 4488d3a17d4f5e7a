#include "harness/report/conversation_table.hpp"

#include <fmt/format.h>

#include "harness/report/text.hpp"

namespace harness::report {
namespace {

/// What is counted, what is sent at a rate, and what the times are of.
struct Words {
  const char* counted;
  const char* sent;
  const char* timed;
};

Words words_for(const CellSummary& cell) {
  if (cell.conversation == "room") return {"deliveries/s", "messages", "from due to delivered"};
  if (cell.conversation == "events")
    return {"events/s", "events", "from when an event was due to its arrival"};
  if (cell.conversation == "lines")
    return {"lines/s", "lines", "from when a line was due to its acknowledgement"};
  if (cell.conversation == "game") return {"ticks/s", "steps", "from when a tick was due to each player"};
  return {"messages/s", "messages", "from due to back"};
}

std::optional<double> in(std::optional<double> value, double unit) {
  return value ? std::optional(*value / unit) : std::nullopt;
}

bool in_bursts(const CellSummary& cell) {
  return cell.arrivals == "burst";
}

std::string rate(std::optional<double> per_s) {
  return per_s ? with_thousands(*per_s, *per_s < 100 ? 1 : 0) : std::string(kNotMeasured);
}

}  // namespace

std::string conversation_title(const CellSummary& cell) {
  const Words words = words_for(cell);
  std::string title = fmt::format("{} · {} connections", harmless(cell.target), cell.connections);
  if (cell.rooms.value_or(1) > 1) title += fmt::format(" in {} rooms", *cell.rooms);
  if (!cell.rate_rps) return title + " · as fast as it goes · round trips";
  if (in_bursts(cell))
    return title + fmt::format(" · {} of all at once, {:g} times a second · {}", words.sent,
                               *cell.rate_rps / cell.connections, words.timed);
  return title + fmt::format(" · {} {}/s {} · {}", rate(cell.rate_rps), words.sent, harmless(cell.arrivals),
                             words.timed);
}

Table conversation_table(const CellSummary& cell) {
  using enum Table::Align;
  const Words words = words_for(cell);
  const bool for_many = cell.conversation == "room" || cell.conversation == "game";
  const bool has_last = for_many || in_bursts(cell);
  std::vector<Table::Heading> headings{
      {"  stack", kLeft}, {"runtime", kLeft}, {words.counted}, {"p50 ms"}, {"p99 ms"}};
  if (has_last) headings.push_back({for_many ? "to all ms" : "the last ms"});
  for (const char* name : {"missing", "CPU µs each", "CPU %", "PSS MiB"}) headings.push_back({name});
  headings.push_back({"limited by", kLeft});
  Table table(std::move(headings));
  for (const StackSummary& stack : cell.stacks) {
    const bool measured = stack.valid + stack.invalid > 0;
    std::vector<std::string> cells{"  " + harmless(stack.stack), harmless(stack.runtime),
                                   rate(stack.throughput_rps), three_digits(in(stack.p50_us, 1e3)),
                                   three_digits(in(stack.p99_us, 1e3))};
    if (has_last) cells.push_back(three_digits(in(stack.last_us, 1e3)));
    cells.push_back(measured ? std::to_string(stack.errors) : std::string(kNotMeasured));
    cells.push_back(three_digits(stack.server_cpu_us_per_request));
    cells.push_back(three_digits(in(stack.server_busy_share, 0.01)));
    cells.push_back(three_digits(in(stack.server_pss_kib, 1024)));
    cells.push_back(harmless(state_of(stack)));
    table.add(std::move(cells));
  }
  return table;
}

}  // namespace harness::report
