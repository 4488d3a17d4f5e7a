#include <algorithm>

#include "harness/base/suggest.hpp"
#include "harness/workload/readers.hpp"
#include "harness/workload/table_reader.hpp"

namespace harness::workload {
namespace {

/// Those that are measured in such a cell and that more to do makes worse.
std::vector<std::string> metrics_of(const Cell& cell) {
  if (cell.job && cell.job->workers > 0) return {"job_rate_per_s"};
  if (cell.job) return {"job_steady_s", "job_first_s"};
  if (cell.launch) return {"start_first_s", "server_pss_kib"};
  if (cell.beside) return {"blocking_factor"};
  if (cell.talk) return {"requests_per_server_cpu_s", "response_p99_us"};
  return {"throughput_rps", "requests_per_server_cpu_s"};
}

void check_stack(TableReader& reader, const ControlLine& line, const Suite& suite, const Catalog& catalog) {
  const Stack* stack = find_stack(catalog, line.stack);
  if (std::ranges::find(suite.stacks, line.stack) == suite.stacks.end()) {
    reader.problem("stack", fmt::format("'{}' is not one of the suite's: name one of stacks.{}", line.stack,
                                        suggestion(line.stack, suite.stacks)));
  } else if (stack && stack->slower_argv.empty() && line.no_slower.empty()) {
    reader.problem("stack", fmt::format("'{}' has no slower_argv in its manifest, so there is no +10 % "
                                        "control of it: add one, name another stack, or say why not as "
                                        "no_slower = \"<reason>\"",
                                        line.stack));
  }
  if (!suite.wants(line.stack, line.cell))
    reader.problem("cell", fmt::format("'{}' is not measured in '{}': add it to [only], or name another",
                                       line.stack, line.cell.id()));
  if (line.metric == "server_pss_kib" && line.no_slower.empty())
    reader.problem("metric",
                   "is memory, which a tenth more to do does not move: say so as no_slower = "
                   "\"<reason>\", or judge the controls by start_first_s");
}

Cell read_cell(TableReader& reader, const Suite& suite) {
  const std::string name = reader.required_string("cell");
  Profile everything;
  everything.full = true;
  std::vector<std::string> known;
  for (const Cell& cell : cells_of(suite, everything)) {
    if (cell.id() == name) return cell;
    known.push_back(cell.id());
  }
  if (!name.empty())
    reader.problem("cell", fmt::format("'{}' is not a cell of the suite: name one as claims do.{}", name,
                                       suggestion(name, known)));
  return {};
}

}  // namespace

void read_controls(TableReader reader, const Catalog& catalog, Suite& suite) {
  if (suite.reads_sources()) {
    reader.problem("cell",
                   "is of a suite of sources, where what is read twice is the same twice: remove "
                   "[controls]");
    return;
  }
  ControlLine line;
  line.stack = reader.id("stack");
  line.cell = read_cell(reader, suite);
  line.metric = reader.one_of("metric", metrics_of(line.cell));
  line.no_slower = reader.optional_string("no_slower");
  reader.finish();
  check_stack(reader, line, suite, catalog);
  suite.controls = std::move(line);
}

}  // namespace harness::workload
