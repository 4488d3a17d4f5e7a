#include "harness/report/scaling_table.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "harness/report/scaling_law.hpp"
#include "harness/report/text.hpp"
#include "harness/report/worker_levels.hpp"
#include "harness/stats/fieller.hpp"
#include "harness/stats/scaling.hpp"

namespace harness::report {
namespace {

/// Rates of the blocks that measured both numbers of workers.
struct Rates {
  std::vector<int> blocks;
  std::vector<double> alone;
  std::vector<double> together;
};

Rates rates_of(const StackSummary& stack, const CellSummary& alone) {
  Rates both;
  const StackSummary* const one = stack_in(alone, stack.stack);
  if (!one) return both;
  for (const BlockRate& rate : stack.rates) {
    const auto single = std::ranges::find(one->rates, rate.block, &BlockRate::block);
    if (single == one->rates.end()) continue;
    both.blocks.push_back(rate.block);
    both.alone.push_back(single->per_s);
    both.together.push_back(rate.per_s);
  }
  return both;
}

/// The only one: of two, which would be the measure of the rest?
const StackSummary* native_stack(const CellSummary& cell) {
  const auto is_native = [](const StackSummary& each) { return each.stack.starts_with("native/"); };
  if (std::ranges::count_if(cell.stacks, is_native) != 1) return nullptr;
  return &*std::ranges::find_if(cell.stacks, is_native);
}

std::string percent(double estimate, double low, double high) {
  return fmt::format("{:.0f} % [{:.0f}, {:.0f}]", 100 * estimate, 100 * low, 100 * high);
}

/// Of the gains over one worker, block by block.
std::string share_of_gain(const Rates& stack, const Rates& native) {
  std::vector<double> mine;
  std::vector<double> theirs;
  for (std::size_t i = 0; i < stack.blocks.size(); ++i) {
    const auto other = std::ranges::find(native.blocks, stack.blocks[i]);
    if (other == native.blocks.end()) continue;
    const auto j = static_cast<std::size_t>(other - native.blocks.begin());
    mine.push_back(stack.together[i] / stack.alone[i] - 1);
    theirs.push_back(native.together[j] / native.alone[j] - 1);
  }
  const auto found = stats::ratio_of_paired_means(mine, theirs);
  const auto* share = found ? std::get_if<stats::BoundedRatio>(&*found) : nullptr;
  return share ? percent(share->estimate, share->low, share->high) : std::string(kNotMeasured);
}

std::vector<std::string> line_of(const StackSummary& stack, const Rates& rates, int workers) {
  std::vector<std::string> cells{"  " + harmless(stack.stack), std::to_string(rates.blocks.size())};
  const auto gain = stats::speed_up(rates.alone, rates.together, workers);
  const auto serial = gain.and_then([](const stats::SpeedUp& found) { return stats::karp_flatt(found); });
  cells.push_back(gain ? fmt::format("{} [{}, {}]", three_digits(gain->ratio), three_digits(gain->low),
                                     three_digits(gain->high))
                       : std::string(kNotMeasured));
  cells.push_back(serial ? percent(serial->estimate, serial->low, serial->high) : std::string(kNotMeasured));
  return cells;
}

std::optional<Scaling> scaling_of(const std::string& name, int workers, const CellSummary& alone,
                                  const CellSummary& together) {
  using enum Table::Align;
  const StackSummary* const native = native_stack(together);
  std::vector<Table::Heading> headings{
      {"  stack", kLeft}, {"blocks"}, {"gain [95 %]"}, {"serial share [95 %]"}};
  if (native) headings.push_back({"of the gain of C++ [95 %]"});
  Scaling scaling{fmt::format("What {} workers do over one: {}", workers, harmless(name)),
                  Table(std::move(headings))};
  bool any = false;
  for (const StackSummary& stack : together.stacks) {
    const Rates rates = rates_of(stack, alone);
    any = any || rates.blocks.size() >= 2;
    auto cells = line_of(stack, rates, workers);
    if (native)
      cells.push_back(&stack == native ? std::string() : share_of_gain(rates, rates_of(*native, alone)));
    scaling.table.add(std::move(cells));
  }
  return any ? std::optional(std::move(scaling)) : std::nullopt;
}

}  // namespace

std::vector<Scaling> scaling_tables(std::span<const CellSummary> cells) {
  std::vector<Scaling> tables;
  for (const auto& [name, levels] : worker_levels(cells)) {
    const auto alone = levels.find(1);
    if (alone == levels.end()) continue;
    for (const auto& [workers, together] : levels) {
      if (workers < 2) continue;
      auto scaling = scaling_of(name, workers, *alone->second, *together);
      if (scaling) tables.push_back(*std::move(scaling));
    }
    if (auto law = scaling_law(name, levels)) tables.push_back(*std::move(law));
  }
  return tables;
}

}  // namespace harness::report
