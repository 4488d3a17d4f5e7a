#include <algorithm>

#include "harness/workload/readers.hpp"
#include "harness/workload/table_reader.hpp"

namespace harness::workload {
namespace {

void check_repetition(TableReader& reader, const Suite& suite, const LoadLine& line) {
  Profile everything;
  everything.full = true;
  Suite only{
      .id = {}, .title = {}, .envelope = {}, .timeout = {}, .stacks = {}, .load = {line}, .profiles = {}};
  std::vector<Cell> earlier = cells_of(suite, everything);
  for (const Cell& cell : cells_of(only, everything)) {
    if (std::find(earlier.begin(), earlier.end(), cell) != earlier.end()) {
      reader.problem("connections", fmt::format("cell '{}' is here twice: remove one", cell.id()));
    }
    earlier.push_back(cell);
  }
}

/// In less, most answers lie across an edge of the window.
void read_turn(TableReader& reader, LoadLine& line) {
  constexpr Nanoseconds kLeast = milliseconds(10);
  line.turn = reader.duration("turn");
  if (line.turn < kLeast)
    reader.problem("turn", fmt::format("is {}, too short to measure in: give at least {}", human(line.turn),
                                       human(kLeast)));
  if (!line.rates.empty())
    reader.problem("turn", "means nothing in an open loop, whose schedule knows no pauses: remove it");
}

/// The method is the endpoint's.
void check_body(TableReader& reader, const LoadLine& line, const Catalog& catalog) {
  const std::string row = row_of_target(line.target, catalog);
  const auto endpoint = std::ranges::find(catalog.endpoints, row, &Endpoint::path);
  if (endpoint == catalog.endpoints.end()) return;
  if (endpoint->method == "POST" && line.body.empty())
    reader.problem("body", fmt::format("is missing: {} is asked by POST, write body = '{{…}}'", row));
  if (endpoint->method != "POST" && !line.body.empty())
    reader.problem(
        "body", fmt::format("means nothing to {}, which is asked by {}: remove it", row, endpoint->method));
}

/// Chains are compared as they are; more than a few on one CPU would be a test of its scheduler.
void read_hops(TableReader& reader, LoadLine& line) {
  constexpr int kMost = 16;
  line.hops = reader.integer_list("hops");
  if (!line.target.starts_with("/down?"))
    reader.problem("hops", "are from one /down to the next: write target = \"/down?ms=0&b=512\"");
  if (!line.rates.empty() || !line.workers.empty())
    reader.problem("hops", "are for a closed loop by one worker each: remove rates and workers");
  if (std::ranges::any_of(line.hops, [](int hops) { return hops > kMost; }))
    reader.problem("hops", fmt::format("has a number above {}: so many processes would share a CPU", kMost));
}

void read_stalled(TableReader& reader, LoadLine& line) {
  line.stalled = reader.integer("stalled", 1);
  if (!line.rates.empty() || !line.workers.empty() || line.turn.count() > 0)
    reader.problem("stalled", "is for a closed loop of one server at a time: remove rates, workers and turn");
}

}  // namespace

void read_load_line(TableReader reader, const Catalog& catalog, Suite& suite) {
  LoadLine line;
  line.target = reader.required_string("target");
  line.connections = reader.integer_list("connections");
  line.full_only = reader.optional_integer_list("full_only");
  for (const std::string& text : reader.optional_string_list("rates")) {
    if (const auto rate = parse_rate(text)) {
      line.rates.push_back(*rate);
    } else {
      reader.problem("rates", rate.error().message);
    }
  }
  if (!line.rates.empty()) {
    line.arrivals = reader.has("arrivals") ? reader.one_of("arrivals", {"uniform", "poisson"}) : "uniform";
  } else if (reader.has("arrivals")) {
    reader.problem("arrivals", "means nothing in a closed loop: add rates = [\"1000/s\"] or remove it");
  }
  line.body = reader.optional_string("body");
  if (reader.has("turn")) read_turn(reader, line);
  line.workers = reader.optional_integer_list("workers");
  if (!line.workers.empty() && (!line.rates.empty() || line.turn.count() > 0))
    reader.problem("workers",
                   "are compared by capacity, one number right after the other: remove rates and turn");
  if (reader.has("hops")) read_hops(reader, line);
  if (reader.has("stalled")) read_stalled(reader, line);
  if (auto beside = reader.optional_table("beside")) {
    if (line.rates.empty())
      reader.problem("beside",
                     "is for an open loop, whose requests come whatever happens: add rates = [\"1000/s\"]");
    read_beside(*beside, catalog, line);
  }
  reader.finish();
  check_target(reader, line.target, catalog);
  check_body(reader, line, catalog);
  check_repetition(reader, suite, line);
  suite.load.push_back(std::move(line));
}

}  // namespace harness::workload
