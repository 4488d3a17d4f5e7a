#include <algorithm>
#include <cmath>
#include <set>

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

/// Ten digits for each {rand}.
std::size_t bytes_sent(std::string_view body) {
  constexpr std::string_view kPlaceholder = "{rand}";
  constexpr std::size_t kDigits = 10;
  std::size_t bytes = body.size();
  for (auto at = body.find(kPlaceholder); at != body.npos; at = body.find(kPlaceholder, at + 1))
    bytes += kDigits - kPlaceholder.size();
  return bytes;
}

/// Those that any pair has.
std::vector<Reading> readings_of(const Suite& suite, const Profile& profile) {
  std::vector<Reading> readings{{"source", "same"}, {"source", "idiom"}, {"source", "unequal"}};
  if (profile.mutants > 0) {
    for (const char* which : {"indentation", "bracket", "other"})
      readings.push_back({"mutants", which, profile.mutants});
  }
  std::erase_if(readings, [&](const Reading& reading) {
    return std::ranges::none_of(suite.pairs, [&](const SourcePair& pair) { return has(pair, reading); });
  });
  return readings;
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

Cell cell_called(std::string_view id) {
  const auto blank = id.find(' ');
  Cell cell;
  cell.target = id.substr(0, blank);
  if (blank != std::string_view::npos) cell.named_shape = id.substr(blank + 1);
  return cell;
}

std::string Cell::load_shape() const {
  if (!named_shape.empty()) return named_shape;
  if (job && job->installs) return job->flavour;
  if (job) {
    const std::string together = job->workers > 0 ? fmt::format(" w={}", job->workers) : "";
    return fmt::format("{} n={}{}", job->flavour, job->n, together);
  }
  if (reading) return reading->which;
  if (launch) return fmt::format("launch idle={}", connections);
  std::string shape = fmt::format("c={}", connections);
  if (open_loop) shape += fmt::format(" r={:g}/s {}", open_loop->rate.value, open_loop->arrivals);
  if (workers > 0) shape += fmt::format(" w={}", workers);
  if (hops > 0) shape += fmt::format(" h={}", hops);
  if (!body.empty()) shape += fmt::format(" body={}", bytes_sent(body));
  if (stalled > 0) shape += fmt::format(" stalled={}", stalled);
  if (talk && talk->rooms > 1) shape += fmt::format(" rooms={}", talk->rooms);
  if (talk && talk->message_bytes != kMessageBytes) shape += fmt::format(" bytes={}", talk->message_bytes);
  return beside ? shape + " beside " + beside->text() : shape;
}

Nanoseconds Interference::period() const {
  return Nanoseconds(std::llround(static_cast<double>(job.count()) / duty));
}

std::string Interference::text() const {
  return fmt::format("{} {:g}ms {:g}%", target, 1e3 * to_seconds(job), 100 * duty);
}

bool is_met_by(const Stack& stack, const Interference& jobs) {
  const auto serves = [&](std::string_view row) {
    return std::ranges::find(stack.endpoints, row) != stack.endpoints.end();
  };
  const std::string_view row = serves("/cpu_off") ? "/cpu_off/" : "/cpu/";
  return jobs.target.starts_with(row) && (stack.endpoints.empty() || serves(row.substr(0, row.size() - 1)));
}

std::vector<Place> Claim::places() const {
  if (on_average) return {Place(contrasts)};
  std::vector<Place> each;
  for (const Contrast& contrast : contrasts) each.emplace_back(&contrast, 1);
  return each;
}

std::vector<int> Suite::workers() const {
  std::set<int> numbers;
  for (const LoadLine& line : load) numbers.insert(line.workers.begin(), line.workers.end());
  return {numbers.begin(), numbers.end()};
}

std::vector<int> Suite::hops() const {
  std::set<int> numbers;
  for (const LoadLine& line : load) numbers.insert(line.hops.begin(), line.hops.end());
  return {numbers.begin(), numbers.end()};
}

namespace {

/// An arm on another runtime is there for what its stack is there for.
const std::vector<std::string>* cells_listed(const Suite& suite, const std::string& stack) {
  auto listed = suite.only.find(stack);
  if (listed == suite.only.end()) listed = suite.only.find(stack.substr(0, stack.rfind('@')));
  return listed == suite.only.end() ? nullptr : &listed->second;
}

}  // namespace

bool Suite::wants(const std::string& stack, const Cell& cell) const {
  const auto* cells = cells_listed(*this, stack);
  return !cells || std::ranges::find(*cells, cell.id()) != cells->end();
}

bool Suite::wants(const std::string& stack, const std::string& target) const {
  const auto* cells = cells_listed(*this, stack);
  return !cells || std::ranges::any_of(
                       *cells, [&](const std::string& cell) { return cell_called(cell).target == target; });
}

bool Profile::leaves_out(const SourcePair& pair, const Reading& reading) const {
  return reading.what == "mutants" && !mutated.empty() &&
         std::ranges::find(mutated, pair.kernel) == mutated.end();
}

bool has(const SourcePair& pair, const Reading& reading) {
  if (reading.which == "unequal") return !pair.unequal.empty();
  if (reading.which == "idiom") return pair.unequal.empty();
  return !pair.kernel.empty();
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

void add_cells(const LaunchLine& line, const std::vector<int>& sizes, std::vector<Cell>& cells) {
  for (const int idle : sizes) {
    Cell& cell = cells.emplace_back();
    cell.target = line.target;
    cell.connections = idle;
    cell.launch = true;
  }
}

}  // namespace

std::vector<Cell> cells_of(const Suite& suite, const Profile& profile) {
  std::vector<Cell> cells;
  const auto add_open_loop = [&](const LoadLine& line, int connections, RequestsPerSecond rate) {
    Cell cell{line.target, connections, OpenLoop{rate, line.arrivals}, {}, {}};
    cell.body = line.body;
    if (line.beside.empty()) cells.push_back(cell);
    for (const Interference& each : line.beside) cells.emplace_back(cell).beside = each;
    if (!profile.full) return;
    for (const Interference& each : line.beside_full_only) cells.emplace_back(cell).beside = each;
  };
  const auto add = [&](const LoadLine& line, const std::vector<int>& sizes) {
    for (const int connections : sizes) {
      Cell closed_loop{line.target, connections, {}, line.turn, {}};
      closed_loop.body = line.body;
      closed_loop.stalled = line.stalled;
      if (line.rates.empty() && line.workers.empty() && line.hops.empty()) cells.push_back(closed_loop);
      for (const int hops : line.hops) cells.emplace_back(closed_loop).hops = hops;
      for (const int workers : line.workers) cells.emplace_back(closed_loop).workers = workers;
      for (const RequestsPerSecond rate : line.rates) add_open_loop(line, connections, rate);
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
    add_cells(line, line.idle, cells);
    if (profile.full) add_cells(line, line.full_only, cells);
  }
  for (const Reading& reading : readings_of(suite, profile)) {
    Cell& cell = cells.emplace_back();
    cell.target = reading.what;
    cell.reading = reading;
  }
  return cells;
}

}  // namespace harness::workload
