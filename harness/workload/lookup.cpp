#include <algorithm>

#include <fmt/format.h>

#include "harness/base/suggest.hpp"
#include "harness/workload/catalog.hpp"
#include "harness/workload/readers.hpp"

namespace harness::workload {
namespace {

template <typename Item>
const Item* find(const std::vector<Item>& items, std::string Item::*field, std::string_view word) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.*field == word; });
  return found == items.end() ? nullptr : &*found;
}

template <typename Item>
Result<const Item*> named(std::string_view kind, const std::vector<Item>& items, std::string Item::*field,
                          std::string_view word) {
  if (const Item* item = find(items, field, word)) return item;
  return usage_error("unknown {} '{}'.{}", kind, word, suggestion(word, all(items, field)));
}

}  // namespace

const Suite* find_suite(const Catalog& catalog, std::string_view id) {
  return find(catalog.suites, &Suite::id, id);
}
const Kernel* find_kernel(const Catalog& catalog, std::string_view name) {
  return find(catalog.kernels, &Kernel::name, name);
}
const Stack* find_stack(const Catalog& catalog, std::string_view id) {
  return find(catalog.stacks, &Stack::id, id);
}
const Runtime* find_runtime(const Catalog& catalog, std::string_view id) {
  return find(catalog.runtimes, &Runtime::id, id);
}

Result<const Suite*> suite_named(const Catalog& catalog, std::string_view id) {
  return named("suite", catalog.suites, &Suite::id, id);
}
Result<const Stack*> stack_named(const Catalog& catalog, std::string_view id) {
  return named("stack", catalog.stacks, &Stack::id, id);
}
Result<const Runtime*> runtime_named(const Catalog& catalog, std::string_view id) {
  return named("runtime", catalog.runtimes, &Runtime::id, id);
}
Result<const Profile*> profile_named(const Suite& suite, std::string_view name) {
  return named("profile", suite.profiles, &Profile::name, name);
}

std::string Cell::load_shape() const {
  if (job) {
    const std::string workers = job->workers > 0 ? fmt::format(" w={}", job->workers) : "";
    return fmt::format("{} n={}{}", job->flavour, job->n, workers);
  }
  if (launch) return fmt::format("launch idle={}", connections);
  std::string shape = fmt::format("c={}", connections);
  if (open_loop) shape += fmt::format(" r={:g}/s {}", open_loop->rate.value, open_loop->arrivals);
  if (talk && talk->rooms > 1) shape += fmt::format(" rooms={}", talk->rooms);
  if (talk && talk->message_bytes != kMessageBytes) shape += fmt::format(" bytes={}", talk->message_bytes);
  return shape;
}

std::vector<Place> Claim::places() const {
  if (on_average) return {Place(contrasts)};
  std::vector<Place> each;
  for (const Contrast& contrast : contrasts) each.emplace_back(&contrast, 1);
  return each;
}

namespace {

void add_cells(const ConversationLine& line, const std::vector<int>& sizes, std::vector<Cell>& cells) {
  for (const int connections : sizes) {
    Cell cell;
    cell.target = line.target;
    cell.connections = connections;
    cell.talk = Talk{line.members > 0 ? std::max(1, connections / line.members) : 1, line.message_bytes};
    if (line.each.empty()) cells.push_back(cell);
    for (const RequestsPerSecond each : line.each) {
      cell.open_loop = OpenLoop{{each.value * connections}, line.arrivals};
      cells.push_back(cell);
    }
  }
}

}  // namespace

std::vector<Cell> cells_of(const Suite& suite, const Profile& profile) {
  std::vector<Cell> cells;
  const auto add = [&](const LoadLine& line, const std::vector<int>& sizes) {
    for (const int connections : sizes) {
      if (line.rates.empty()) cells.push_back({line.target, connections, {}, line.turn, {}});
      for (const RequestsPerSecond rate : line.rates)
        cells.push_back({line.target, connections, OpenLoop{rate, line.arrivals}, {}, {}});
    }
  };
  for (const LoadLine& line : suite.load) {
    add(line, line.connections);
    if (profile.full) add(line, line.full_only);
  }
  for (const JobLine& line : suite.jobs) {
    for (const Job& job : line.jobs) cells.push_back({line.kernel, 1, {}, {}, job});
  }
  for (const ConversationLine& line : suite.conversations) {
    add_cells(line, line.connections, cells);
    if (profile.full) add_cells(line, line.full_only, cells);
  }
  for (const LaunchLine& line : suite.launches) {
    for (const int idle : line.idle) {
      Cell& cell = cells.emplace_back();
      cell.target = line.target;
      cell.connections = idle;
      cell.launch = true;
    }
  }
  return cells;
}

}  // namespace harness::workload
