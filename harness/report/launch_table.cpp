#include "harness/report/launch_table.hpp"

#include <algorithm>

#include "harness/report/text.hpp"

namespace harness::report {
namespace {

std::optional<double> in(std::optional<double> value, double unit) {
  return value ? std::optional(*value / unit) : std::nullopt;
}

/// Whatever it was asked for at first: a server that nobody is connected to.
const CellSummary* at_rest(std::span<const CellSummary> all) {
  const auto found = std::ranges::find_if(
      all, [](const CellSummary& cell) { return cell.kind == RowKind::kLaunch && cell.connections == 0; });
  return found == all.end() ? nullptr : &*found;
}

std::optional<double> kib_per_connection(const StackSummary& stack, const CellSummary& cell,
                                         const CellSummary& rest) {
  const auto before = std::ranges::find(rest.stacks, stack.stack, &StackSummary::stack);
  if (before == rest.stacks.end() || !before->server_pss_kib || !stack.server_pss_kib) return {};
  return (*stack.server_pss_kib - *before->server_pss_kib) / cell.connections;
}

}  // namespace

Table launch_table(const CellSummary& cell, std::span<const CellSummary> all) {
  using enum Table::Align;
  const CellSummary* rest = cell.connections > 0 ? at_rest(all) : nullptr;
  std::vector<Table::Heading> headings{
      {"  stack", kLeft}, {"runtime", kLeft}, {"ready ms"}, {"first answer ms"}, {"PSS MiB"}};
  if (rest) headings.push_back({"KiB each"});
  headings.push_back({"", kLeft});
  Table table(std::move(headings));
  for (const StackSummary& stack : cell.stacks) {
    std::vector<std::string> cells{
        "  " + harmless(stack.stack), harmless(stack.runtime), three_digits(in(stack.launch.ready_s, 1e-3)),
        three_digits(in(stack.launch.first_s, 1e-3)), three_digits(in(stack.server_pss_kib, 1024))};
    if (rest) cells.push_back(three_digits(kib_per_connection(stack, cell, *rest)));
    cells.push_back(harmless(state_of(stack)));
    table.add(std::move(cells));
  }
  return table;
}

}  // namespace harness::report
