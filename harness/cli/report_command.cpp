#include "harness/cli/color.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/options.hpp"
#include "harness/cli/project.hpp"
#include "harness/report/terminal.hpp"
#include "harness/results/run_folder.hpp"

namespace harness::cli {

int report_command(const StoredRunOptions& options) {
  const auto run = results::read_run(options.run);
  if (!run) return report_error(run.error());
  fmt::print("{}", report::terminal_report(*run, {may_color(stdout), width_of(stdout)}));
  return kDone;
}

}  // namespace harness::cli
