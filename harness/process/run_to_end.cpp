#include "harness/process/run_to_end.hpp"

#include "harness/base/clock.hpp"
#include "harness/process/launch_steps.hpp"
#include "harness/process/signals.hpp"
#include "harness/process/supervision.hpp"

namespace harness::process {

Result<Finished> run_to_end(const LaunchSpec& wanted, Nanoseconds limit) {
  const Result<LaunchSpec> spec = completed(wanted);
  if (!spec) return tl::unexpected(spec.error());
  Result<Supervision> supervision = Supervision::start(*spec);
  if (!supervision) return tl::unexpected(supervision.error().within(spec->name));
  const Instant deadline = SteadyClock{}.now() + limit;
  for (supervision->read_reports(); !supervision->exit(); supervision->read_reports()) {
    if (!supervision->exec_failure().empty()) {
      return launch_failed(*spec, "the job did not start: " + supervision->exec_failure(),
                           "check its argv and working directory, and that its runtime is installed");
    }
    if (supervision->ended()) return launch_failed(*spec, "the supervisor ended before the job", "try again");
    if (StopRequest::requested())
      return tl::unexpected(Error{ErrorCode::kInterrupted, spec->name + ": interrupted while it ran"});
    const Nanoseconds left = deadline - SteadyClock{}.now();
    if (left <= Nanoseconds(0)) {
      return launch_failed(*spec, fmt::format("it did not end within {}", human(limit)),
                           "give it less to do, or more time");
    }
    supervision->wait(-1, left);
  }
  const auto& used = supervision->used();
  if (!used)
    return launch_failed(*spec, "its supervisor was killed, and what it used is not known", "try again");
  return Finished{*supervision->exit(), supervision->exec_at(), used->ended_at - supervision->exec_at(),
                  used->cpu};
}

}  // namespace harness::process
