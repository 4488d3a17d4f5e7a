#include "harness/report/cell_tables.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "harness/report/conversation_table.hpp"
#include "harness/report/launch_table.hpp"
#include "harness/report/source_tables.hpp"
#include "harness/report/text.hpp"
#include "harness/report/worker_levels.hpp"

namespace harness::report {
namespace {

std::optional<double> scaled(std::optional<double> value, double factor) {
  if (!value) return std::nullopt;
  return *value * factor;
}

std::string rate(std::optional<double> rps) {
  if (!rps) return std::string(kNotMeasured);
  return with_thousands(*rps, *rps < 100 ? 1 : 0);
}

Table load_table_of(const CellSummary& cell) {
  using enum Table::Align;
  Table table({{"  stack", kLeft},
               {"runtime", kLeft},
               {"rps"},
               {"p50 ms"},
               {"p99 ms"},
               {"errors"},
               {"cpu µs/req"},
               {"PSS MiB"},
               {"limited by", kLeft}});
  for (const StackSummary& stack : cell.stacks) {
    table.add({"  " + harmless(stack.stack), harmless(stack.runtime), rate(stack.throughput_rps),
               three_digits(scaled(stack.p50_us, 1e-3)), three_digits(scaled(stack.p99_us, 1e-3)),
               stack.valid + stack.invalid == 0 ? std::string(kNotMeasured) : std::to_string(stack.errors),
               three_digits(stack.server_cpu_us_per_request),
               three_digits(scaled(stack.server_pss_kib, 1.0 / 1024)), harmless(state_of(stack))});
  }
  return table;
}

Table job_table_of(const CellSummary& cell) {
  using enum Table::Align;
  // Of several workers the rate is what counts, and no CPU time of an iteration is known.
  const bool together = std::ranges::any_of(
      cell.stacks, [](const StackSummary& stack) { return stack.job.rate_per_s.has_value(); });
  Table table({{"  stack", kLeft},
               {"runtime", kLeft},
               {"process ms"},
               {"first ms"},
               {"steady ms"},
               {together ? "all per s" : "its CPU ms"},
               {"RSS MiB"},
               {"work by", kLeft}});
  for (const StackSummary& stack : cell.stacks) {
    const JobSummary& job = stack.job;
    table.add({"  " + harmless(stack.stack), harmless(stack.runtime), three_digits(scaled(job.wall_s, 1e3)),
               three_digits(scaled(job.first_s, 1e3)), three_digits(scaled(job.steady_s, 1e3)),
               three_digits(together ? job.rate_per_s : scaled(job.steady_cpu_s, 1e3)),
               three_digits(scaled(job.max_rss_kib, 1.0 / 1024)),
               harmless(job.tag.empty() ? state_of(stack) : job.tag)});
  }
  return table;
}

Table install_table_of(const CellSummary& cell) {
  using enum Table::Align;
  Table table({{"  stack", kLeft},
               {"runtime", kLeft},
               {"tool", kLeft},
               {"first s"},
               {"later s"},
               {"its CPU s"},
               {"RSS MiB"},
               {"went wrong"},
               {"", kLeft}});
  for (const StackSummary& stack : cell.stacks) {
    const JobSummary& job = stack.job;
    const bool ran = stack.valid + stack.invalid > 0;
    table.add({"  " + harmless(stack.stack), harmless(stack.runtime), harmless(job.tag),
               three_digits(job.first_s), three_digits(job.steady_s), three_digits(job.steady_cpu_s),
               three_digits(scaled(job.max_rss_kib, 1.0 / 1024)),
               ran ? std::to_string(stack.errors) : std::string(kNotMeasured), harmless(state_of(stack))});
  }
  return table;
}

/// What jobs did to those who did not ask for one.
Table beside_table_of(const CellSummary& cell) {
  using enum Table::Align;
  const bool watched = std::ranges::any_of(
      cell.stacks, [](const StackSummary& stack) { return stack.beside.loop_lag_us.has_value(); });
  std::vector<Table::Heading> headings{{"  stack", kLeft}, {"runtime", kLeft}, {"job alone ms"},
                                       {"meanwhile ms"},   {"calm p99 ms"},    {"p99 ms"},
                                       {"Δ ms"},           {"Δ / job"}};
  if (watched) headings.push_back({"loop late ms"});
  headings.push_back({"", kLeft});
  Table table(std::move(headings));
  for (const StackSummary& stack : cell.stacks) {
    const BesideSummary& beside = stack.beside;
    std::vector<std::string> cells{
        "  " + harmless(stack.stack),
        harmless(stack.runtime),
        three_digits(scaled(beside.alone_us, 1e-3)),
        three_digits(scaled(beside.job_us, 1e-3)),
        three_digits(scaled(beside.calm_p99_us, 1e-3)),
        three_digits(scaled(stack.p99_us, 1e-3)),
        three_digits(scaled(beside.delay_us, 1e-3)),
        beside.delay_in_jobs ? fmt::format("{:.2f}", *beside.delay_in_jobs) : std::string(kNotMeasured)};
    if (watched) cells.push_back(three_digits(scaled(beside.loop_lag_us, 1e-3)));
    cells.push_back(harmless(state_of(stack)));
    table.add(std::move(cells));
  }
  return table;
}

}  // namespace

std::string title_of(const CellSummary& cell) {
  if (cell.kind == RowKind::kConversation) return conversation_title(cell);
  if (cell.kind != RowKind::kLoad && cell.kind != RowKind::kBeside) return harmless(cell.cell);

  std::string title = fmt::format("{} · {} connection{}", harmless(cell.target), cell.connections,
                                  cell.connections == 1 ? "" : "s");
  if (const auto posted = cell.cell.find(" body="); posted != std::string::npos)
    title += fmt::format(" · bodies of {} bytes", harmless(cell.cell.substr(posted + 6)));
  constexpr std::string_view kStalled = " stalled=";  // as workload::Cell::id() has it
  if (const auto stalled = cell.cell.find(kStalled); stalled != std::string::npos)
    return fmt::format("{} · beside {} readers that do not keep up", title,
                       harmless(cell.cell.substr(stalled + kStalled.size())));
  if (const auto hops = cell.cell.find(" h="); hops != std::string::npos)
    return fmt::format("{} · hops: {}", title, harmless(cell.cell.substr(hops + 3)));
  if (const auto workers = cell.cell.find(kWorkers); workers != std::string::npos)
    return fmt::format("{} · workers: {}", title, harmless(cell.cell.substr(workers + kWorkers.size())));
  if (!cell.rate_rps) return title;
  return fmt::format("{} · {} requests/s {} · response times{}", title, rate(cell.rate_rps),
                     harmless(cell.arrivals), cell.beside.empty() ? "" : " beside " + harmless(cell.beside));
}

Table table_of(const CellSummary& cell, std::span<const CellSummary> all) {
  switch (cell.kind) {
    case RowKind::kJob:
      return job_table_of(cell);
    case RowKind::kInstall:
      return install_table_of(cell);
    case RowKind::kLaunch:
      return launch_table(cell, all);
    case RowKind::kBeside:
      return beside_table_of(cell);
    case RowKind::kSource:
      return source_table_of(cell);
    case RowKind::kMutants:
      return mutants_table_of(cell);
    case RowKind::kConversation:
      return conversation_table(cell);
    case RowKind::kLoad:
      break;
  }
  return load_table_of(cell);
}

}  // namespace harness::report
