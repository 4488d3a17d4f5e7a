#include "harness/report/mutations.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "harness/report/text.hpp"

namespace harness::report {
namespace {

using results::MutationRow;

std::string factor(std::optional<double> value) {
  return value ? "×" + three_digits(value) : std::string(kNotMeasured);
}

std::ptrdiff_t count(std::span<const MutationRow> rows, std::string_view outcome) {
  return std::ranges::count(rows, outcome, &MutationRow::outcome);
}

/// The largest of the three, on the log scale: half and double are equally far.
double farthest(const MutationRow& row) {
  double most = 0;
  for (const auto& moved : {row.moved, row.moved_throughput, row.moved_service_p50}) {
    if (moved && *moved > 0) most = std::max(most, std::abs(std::log(*moved)));
  }
  return most;
}

}  // namespace

bool was_measured(const MutationRow& row) {
  return row.moved || row.moved_throughput;
}

Table mutations_table(std::span<const MutationRow> rows) {
  constexpr auto kLeft = Table::Align::kLeft;
  const bool measured = std::ranges::any_of(rows, was_measured);
  std::vector<Table::Heading> headings{{"mutation", kLeft}, {"stack", kLeft}, {"outcome", kLeft}};
  if (measured)
    headings.insert(headings.end(), {{"N/P per CPU s"}, {"N/P per s"}, {"N/P p50"}, {"at", kLeft}});
  headings.push_back({"caught by", kLeft});
  Table table(std::move(headings));
  for (const MutationRow& row : rows) {
    std::vector<std::string> cells{row.mutation, row.stack, row.outcome};
    if (measured) {
      cells.insert(cells.end(),
                   {factor(row.moved), factor(row.moved_throughput), factor(row.moved_service_p50),
                    was_measured(row) ? fmt::format("{} c={}", row.target, row.connections) : ""});
    }
    cells.push_back(row.caught_by);
    table.add(std::move(cells));
  }
  return table;
}

std::vector<MutationRow> moved_farthest(std::span<const MutationRow> rows) {
  constexpr double kATenth = 1.1;
  std::vector<MutationRow> moved;
  std::ranges::copy_if(rows, std::back_inserter(moved),
                       [](const MutationRow& row) { return farthest(row) > std::log(kATenth); });
  std::ranges::stable_sort(moved, std::ranges::greater(), farthest);
  return moved;
}

std::string caught_line(std::span<const MutationRow> rows) {
  const auto blind = count(rows, "blind spot");
  return fmt::format("{} of {} pitfalls caught, {} known blind spot{}", count(rows, "caught"),
                     std::ssize(rows) - blind, blind, blind == 1 ? "" : "s");
}

}  // namespace harness::report
