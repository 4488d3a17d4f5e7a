#include "harness/cli/mutations_output.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "harness/base/file.hpp"
#include "harness/report/mutations.hpp"
#include "harness/results/csv.hpp"

namespace harness::cli {
namespace {

using nlohmann::ordered_json;
using results::MutationRow;

bool as_it_should(const MutationRow& row) {
  return row.outcome == "caught" || row.outcome == "blind spot";
}

template <typename T>
ordered_json or_null(const std::optional<T>& value) {
  return value ? ordered_json(*value) : ordered_json();
}

ordered_json to_json(const MutationRow& row) {
  return {{"mutation", row.mutation},
          {"stack", row.stack},
          {"title", row.title},
          {"pitfall", row.pitfall},
          {"outcome", row.outcome},
          {"caught_by", row.caught_by},
          {"fired", row.fired},
          {"detail", row.detail},
          {"target", row.target},
          {"connections", row.connections},
          {"peer", row.peer},
          {"node_python_healthy", or_null(row.node_python_healthy)},
          {"node_python_mutant", or_null(row.node_python_mutant)},
          {"moved", or_null(row.moved)},
          {"moved_throughput", or_null(row.moved_throughput)},
          {"moved_service_p50", or_null(row.moved_service_p50)}};
}

}  // namespace

bool MutationsOutcome::all_as_they_should() const {
  return std::ranges::all_of(rows, as_it_should) && std::ranges::all_of(healthy, &HealthyCopy::silent);
}

std::string mutations_text(const MutationsOutcome& outcome) {
  std::string text;
  for (const std::string& line : report::mutations_table(outcome.rows).lines()) text += line + "\n";
  for (const MutationRow& row : outcome.rows) {
    if (!as_it_should(row)) text += fmt::format("\n{} {}: {}\n", row.outcome, row.mutation, row.detail);
  }
  for (const HealthyCopy& copy : outcome.healthy) {
    if (!copy.problem.empty()) text += fmt::format("\nhealthy {}: {}\n", copy.stack, copy.problem);
    for (const verify::Check& check : copy.caught)
      text += fmt::format("\nhealthy {} is caught by {}: {}\n", copy.stack, check.name, check.detail);
  }
  text += fmt::format("\n{}; {} of {} healthy copies silent\n", report::caught_line(outcome.rows),
                      std::ranges::count_if(outcome.healthy, &HealthyCopy::silent), outcome.healthy.size());
  if (std::ranges::any_of(outcome.rows, report::was_measured)) {
    text +=
        "N/P: the factor by which the pitfall moves the ratio Node.js / Python (answers per second of server "
        "CPU, "
        "answers\nper second, median time); a short load, to show its size, not a verdict.\n";
  }
  return text;
}

std::string mutations_json(const MutationsOutcome& outcome) {
  ordered_json json{{"passed", outcome.all_as_they_should()},
                    {"healthy", ordered_json::array()},
                    {"mutations", ordered_json::array()}};
  for (const HealthyCopy& copy : outcome.healthy) {
    ordered_json caught = ordered_json::array();
    for (const verify::Check& check : copy.caught)
      caught.push_back({{"name", check.name}, {"detail", check.detail}});
    json["healthy"].push_back({{"stack", copy.stack}, {"problem", copy.problem}, {"caught", caught}});
  }
  for (const MutationRow& row : outcome.rows) json["mutations"].push_back(to_json(row));
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

Result<void> write_mutations(const MutationsOutcome& outcome, const std::filesystem::path& file) {
  const auto text = results::csv_text(std::span<const MutationRow>(outcome.rows));
  if (!text) return tl::unexpected(text.error());
  return write_file_atomically(file, *text);
}

}  // namespace harness::cli
