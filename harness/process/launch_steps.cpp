#include "harness/process/launch_steps.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <sstream>

#include <unistd.h>

#include "harness/process/log_file.hpp"
#include "harness/process/path_lookup.hpp"
#include "harness/process/port.hpp"
#include "harness/process/probe.hpp"
#include "harness/process/ready_watch.hpp"
#include "harness/process/signals.hpp"

namespace harness::process {

namespace fs = std::filesystem;

namespace {

std::string command_line(const LaunchSpec& spec) {
  return fmt::format("{}{}{}", spec.program.string(), spec.arguments.empty() ? "" : " ",
                     fmt::join(spec.arguments, " "));
}

tl::unexpected<Error> ended_early(const LaunchSpec& spec, const Exit& exit) {
  const std::string tail = tail_of_both(spec, 50);
  // "EADDRINUSE" is how Node says it, "Address already in use" how everybody else does.
  const bool taken =
      tail.find("EADDRINUSE") != std::string::npos || tail.find("ddress already in use") != std::string::npos;
  if (taken) {
    return launch_failed(spec, port_taken_message(spec.port) + "; the server " + to_text(exit),
                         "launch it on another port");
  }
  return launch_failed(spec, "the server " + to_text(exit) + " before it was ready",
                       fmt::format("run it by hand in {}: PORT={} {}", spec.working_directory.string(),
                                   spec.port, command_line(spec)));
}

/// nullopt: still running as far as we know.
std::optional<Error> early_end(const LaunchSpec& spec, Supervision& supervision) {
  supervision.read_reports();
  if (!supervision.exec_failure().empty()) {
    return launch_failed(spec, "the server did not start: " + supervision.exec_failure(),
                         "check the stack's argv and working directory, and that its runtime is installed")
        .value();
  }
  if (supervision.exit()) return ended_early(spec, *supervision.exit()).value();
  if (supervision.ended()) {
    return launch_failed(spec, "the supervisor ended before the server started", "try again").value();
  }
  if (StopRequest::requested())
    return Error{ErrorCode::kInterrupted, spec.name + ": interrupted while it was starting"};
  return std::nullopt;
}

}  // namespace

std::string tail_of_both(const LaunchSpec& spec, int lines) {
  std::string text = tail_of(spec.stderr_log, lines);
  const auto used = text.empty() ? 0 : 1 + std::count(text.begin(), text.end(), '\n');
  const std::string out =
      spec.stdout_log == spec.stderr_log ? "" : tail_of(spec.stdout_log, lines - static_cast<int>(used));
  if (!text.empty() && !out.empty()) text += '\n';
  return text + out;
}

tl::unexpected<Error> launch_failed(const LaunchSpec& spec, const std::string& what,
                                    const std::string& remedy) {
  const std::string tail = tail_of_both(spec, 10);
  const std::string log =
      tail.empty()
          ? fmt::format("Its logs are empty ({}, {})", spec.stderr_log.string(), spec.stdout_log.string())
          : fmt::format("Its log ends with ({}, {}):\n{}\n", spec.stderr_log.string(),
                        spec.stdout_log.string(), tail);
  return environment_error("{}: {}. {}{}Remedy: {}", spec.name, what, log, tail.empty() ? ". " : "", remedy);
}

Result<LaunchSpec> completed(LaunchSpec spec) {
  const bool looked_up = !spec.program.has_parent_path();
  const fs::path found = looked_up ? found_in_path(spec.program) : spec.program;
  if (found.empty() || !fs::exists(found)) {
    return environment_error(
        "{}: the program {} does not exist{}. Remedy: install it, or correct the stack's argv", spec.name,
        spec.program.string(), looked_up ? " in any folder of PATH" : "");
  }
  std::error_code failure;
  spec.program = fs::absolute(found, failure);
  if (spec.working_directory.empty()) spec.working_directory = fs::current_path(failure);
  for (fs::path* log : {&spec.stdout_log, &spec.stderr_log}) {
    HARNESS_ASSERT(!log->empty());
    *log = fs::absolute(*log, failure);
    fs::create_directories(log->parent_path(), failure);
  }
  if (spec.port != 0 && somebody_listens_on(spec.port)) {
    return environment_error(
        "{}: {} on 127.0.0.1. Remedy: launch it on another port, or end who listens there "
        "(ss -ltnp 'sport = :{}')",
        spec.name, port_taken_message(spec.port), spec.port);
  }
  return spec;
}

Result<ReadyLine> wait_until_ready(const LaunchSpec& spec, Supervision& supervision, Instant deadline,
                                   Instant& ready_at) {
  // The supervisor opens the logs before it reports the pid; only then is there a file to watch.
  for (auto ended = early_end(spec, supervision); !supervision.pid(); ended = early_end(spec, supervision)) {
    if (ended) return tl::unexpected(*ended);
    if (SteadyClock{}.now() >= deadline)
      return launch_failed(spec, "the supervisor started nothing", "try again");
    supervision.wait(-1, milliseconds(100));
  }
  ReadyWatch watch(spec.stdout_log);
  for (;;) {
    const auto ready = watch.look();
    ready_at = SteadyClock{}.now();
    if (ready) return *ready;
    if (const auto ended = early_end(spec, supervision)) return tl::unexpected(*ended);
    if (ready_at >= deadline) {
      return launch_failed(
          spec, fmt::format("no ready line on stdout within {}", human(spec.ready_timeout)),
          R"(the server must print {"ready":true,"pids":[…],"port":N} and flush when it listens)");
    }
    supervision.wait(watch.descriptor(), std::min<Nanoseconds>(deadline - ready_at, milliseconds(20)));
  }
}

Result<Instant> wait_for_200(const LaunchSpec& spec, std::uint16_t port, Supervision& supervision,
                             Instant deadline) {
  for (;;) {
    const Nanoseconds left = deadline - SteadyClock{}.now();
    const ProbeAnswer answer = probe(port, spec.probe_target, std::max(left, Nanoseconds(milliseconds(10))));
    const Instant now = SteadyClock{}.now();
    if (answer.status == 200) return now;
    if (const auto ended = early_end(spec, supervision)) return tl::unexpected(*ended);
    if (now >= deadline) {
      return launch_failed(
          spec,
          fmt::format("it said it is ready, but GET http://127.0.0.1:{}{} gave {} instead of 200 for {}",
                      port, spec.probe_target, answer.outcome, human(spec.ready_timeout)),
          "the ready line may only be printed when the server listens on 127.0.0.1");
    }
    supervision.wait(-1, milliseconds(1));
  }
}

}  // namespace harness::process
