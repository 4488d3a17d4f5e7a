#include "harness/report/overtaking_table.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include "harness/report/text.hpp"
#include "harness/stats/median.hpp"
#include "harness/stats/median_interval.hpp"
#include "harness/stats/overtaking.hpp"

namespace harness::report {
namespace {

constexpr std::string_view kNode = "node/kernels";
constexpr std::string_view kPython = "python/";

/// Of "sort_u32 idiom n=200000", as workload::Cell::id() has it.
struct JobName {
  std::string kernel;
  std::string flavour;
  std::string size;
};

std::optional<JobName> name_of(const CellSummary& cell) {
  const std::string_view name = cell.cell;
  const std::size_t flavour = cell.target.size() + 1;
  if (name.size() < flavour || !name.starts_with(cell.target)) return {};
  const std::size_t size = name.find(' ', flavour);
  if (size == std::string_view::npos) return {};
  return JobName{cell.target, std::string(name.substr(flavour, size - flavour)),
                 std::string(name.substr(size + 1))};
}

using Flavours = std::map<std::string, const StackSummary*>;
/// By stack, kernel and size.
using Jobs = std::map<std::tuple<std::string, std::string, std::string>, Flavours>;

Jobs jobs_in(std::span<const CellSummary> cells) {
  Jobs jobs;
  for (const CellSummary& cell : cells) {
    const auto name = name_of(cell);
    if (!name) continue;
    for (const StackSummary& stack : cell.stacks) {
      if (!stack.job.courses.empty()) jobs[{stack.stack, name->kernel, name->size}][name->flavour] = &stack;
    }
  }
  return jobs;
}

/// Which flavours of Node.js this one of Python's is compared with.
std::vector<std::string> rivals(const std::string& flavour, const Flavours& python, const Flavours& node) {
  std::vector<std::string> found;
  if (node.contains(flavour)) found.push_back(flavour);
  if (flavour != "idiom" && node.contains("idiom") && !python.contains("idiom")) found.emplace_back("idiom");
  if (found.empty() && node.contains("same")) found.emplace_back("same");
  return found;
}

/// Of the blocks that measured both.
struct Blocks {
  std::vector<double> node_start_ms, python_start_ms, node_from, python_ms, python_from;
};

Blocks blocks_of(const StackSummary& node, const StackSummary& python) {
  constexpr double kMs = 1e3;
  Blocks both;
  for (const auto& [block, theirs] : python.job.courses) {
    const auto ours = node.job.courses.find(block);
    if (ours == node.job.courses.end()) continue;
    const double from = stats::ahead_from(ours->second, theirs);
    both.node_start_ms.push_back(kMs * ours->second.start);
    both.python_start_ms.push_back(kMs * theirs.start);
    both.node_from.push_back(from);
    both.python_ms.push_back(kMs * stats::work_time(theirs, from));
    both.python_from.push_back(stats::ahead_from(theirs, ours->second));
  }
  return both;
}

std::string bound(double value) {
  return std::isinf(value) ? "never" : value == 0 ? "0" : three_digits(value);
}

std::string size_text(double value) {
  return value == 0 ? "from the start" : bound(value);
}

/// As of stats::median_interval, which needs more of them.
double middle(std::vector<double> values) {
  std::ranges::sort(values);
  const double below = values[(values.size() - 1) / 2];
  return below == values[values.size() / 2] ? below : stats::median(values);
}

/// "12.5 [8.1, never]", "from the start", or of fewer blocks than an interval takes "12.5".
std::string with_interval(const std::vector<double>& values) {
  const auto found = stats::median_interval(values);
  if (!found) return size_text(middle(values));
  if (found->low == found->high && (found->low == 0 || std::isinf(found->low))) return size_text(found->low);
  return fmt::format("{} [{}, {}]", size_text(found->median), bound(found->low), bound(found->high));
}

std::vector<std::string> line_of(const std::string& name, const Blocks& blocks) {
  return {harmless("  " + name),
          std::to_string(blocks.node_from.size()),
          three_digits(stats::median(blocks.node_start_ms)),
          three_digits(stats::median(blocks.python_start_ms)),
          with_interval(blocks.node_from),
          with_interval(blocks.python_ms),
          with_interval(blocks.python_from)};
}

Table empty_table() {
  using enum Table::Align;
  return Table({{"  kernel", kLeft},
                {"blocks"},
                {"Node.js start ms"},
                {"Python start ms"},
                {"Node.js from [95 %]"},
                {"ms of Python [95 %]"},
                {"Python from [95 %]"}});
}

}  // namespace

std::vector<Overtaking> overtaking_tables(std::span<const CellSummary> cells) {
  const Jobs jobs = jobs_in(cells);
  std::map<std::string, Table> by_stack;
  for (const auto& [job, python] : jobs) {
    const auto& [stack, kernel, size] = job;
    const auto node = jobs.find({std::string(kNode), kernel, size});
    if (!stack.starts_with(kPython) || node == jobs.end()) continue;
    for (const auto& [flavour, arm] : python) {
      for (const std::string& rival : rivals(flavour, python, node->second)) {
        const Blocks blocks = blocks_of(*node->second.at(rival), *arm);
        if (blocks.node_from.empty()) continue;
        const std::string other = rival == flavour ? "" : " / " + rival;
        Table& table = by_stack.try_emplace(stack, empty_table()).first->second;
        table.add(line_of(fmt::format("{} {} {}{}", kernel, flavour, size, other), blocks));
      }
    }
  }
  std::vector<Overtaking> tables;
  for (auto& [stack, table] : by_stack) {
    tables.push_back(
        {fmt::format("From which size on {} is ahead of {}, start included", kNode, harmless(stack)),
         std::move(table)});
  }
  return tables;
}

std::string overtaking_note() {
  return "The size is the number of iterations from which on one stays ahead: Node.js, and how long "
         "Python computes for so many, or Python. never: it takes no less than the other for an "
         "iteration. Of n iterations a process takes its start, the first one, which is cold, and n − 1 "
         "times the mean of the others; a part of one lies within the first, on a straight line. The "
         "start is what is left of a process without its input, its iterations and the checks of their "
         "results. What still warms up is slower early than on the mean, so above 1 a size of Node.js is "
         "early rather than late. Behind / stands the flavour of Node.js where it is another one. "
         "Medians over blocks; this describes and decides nothing.";
}

}  // namespace harness::report
