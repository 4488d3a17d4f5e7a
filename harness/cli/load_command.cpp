#include "harness/base/file.hpp"
#include "harness/cli/exit_code.hpp"
#include "harness/cli/load_floor.hpp"
#include "harness/cli/load_hdr.hpp"
#include "harness/cli/load_options.hpp"
#include "harness/cli/load_output.hpp"
#include "harness/cli/load_progress.hpp"
#include "harness/cli/load_stream.hpp"
#include "harness/cli/project.hpp"
#include "harness/cli/slo_command.hpp"
#include "harness/load/engine.hpp"
#include "harness/machine/fitness.hpp"
#include "harness/process/signals.hpp"

namespace harness::cli {
namespace {

Result<void> write_hdr_files(const LoadOptions& options, const load::LoadResult& result) {
  if (!options.hdr_log.empty()) {
    const auto log = load_hdr_log(load_title(options), result);
    if (!log) return tl::unexpected(log.error().within("--hdr-log"));
    if (auto written = write_file_atomically(options.hdr_log, *log); !written) return written;
  }
  if (options.hgrm.empty()) return {};
  return write_file_atomically(options.hgrm, load_hgrm(result));
}

Result<std::optional<LoadFloor>> floor_of(const LoadOptions& options, const load::LoadPlan& plan) {
  if (options.floor.empty()) return std::nullopt;
  const auto duration = parse_duration(options.floor);
  if (!duration) return tl::unexpected(duration.error().within("--floor"));
  fmt::print(stderr, "the same load at a server that does nothing, for {}\n", human(*duration));
  auto floor = measure_floor(plan, *duration);
  if (!floor) return tl::unexpected(floor.error());
  return *std::move(floor);
}

Result<int> load_once(const LoadOptions& options) {
  if (is_stream_load(options)) return load_stream(options);
  const auto plan = load_plan_of(options);
  if (!plan) return tl::unexpected(plan.error());
  if (auto raised = machine::raise_fd_limit(); !raised) return tl::unexpected(raised.error());
  const process::StopRequest stop_request;
  if (options.slo) return find_highest_rate(options, *plan);
  auto floor = floor_of(options, *plan);
  if (!floor) return tl::unexpected(floor.error());
  if (plan->duration > seconds(2)) {
    fmt::print(stderr, "{} connections for {} after {} of warm-up\n", plan->connections,
               human(plan->duration), human(plan->lead_in));
  }
  LoadProgress progress(plan->duration,
                        plan->cpus.empty() ? std::nullopt : std::optional(plan->cpus.front()));
  const auto result = load::run(*plan, progress);
  if (!result) return tl::unexpected(result.error());
  const LoadOutcome outcome{load_title(options), *plan, *result,
                            load::guards_of(*plan, *result, progress.surroundings()), *std::move(floor)};
  fmt::print("{}", options.format == "json" ? load_json(outcome) : load_text(outcome));
  if (auto written = write_hdr_files(options, *result); !written) return tl::unexpected(written.error());
  if (result->interrupted) return kStopped;
  return result->ledger.balances() && result->ledger.ok > 0 ? kDone : kMeasuredButInvalid;
}

}  // namespace

int load_command(const LoadOptions& options) {
  const auto code = load_once(options);
  return code ? *code : report_error(code.error());
}

}  // namespace harness::cli
