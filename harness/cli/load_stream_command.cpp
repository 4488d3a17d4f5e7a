#include "harness/cli/exit_code.hpp"
#include "harness/cli/load_progress.hpp"
#include "harness/cli/load_stream.hpp"
#include "harness/cli/slo_clients_command.hpp"
#include "harness/machine/fitness.hpp"
#include "harness/process/signals.hpp"
#include "harness/stream/message_guards.hpp"
#include "harness/stream/sse_load.hpp"
#include "harness/stream/websocket_load.hpp"

namespace harness::cli {
namespace {

void announce(int connections, Nanoseconds length) {
  if (length > seconds(2)) fmt::print(stderr, "{} connections for {}\n", connections, human(length));
}

int exit_code_of(bool interrupted, const stream::MessageLedger& ledger) {
  if (interrupted) return kStopped;
  return ledger.balances() && ledger.answered > 0 ? kDone : kMeasuredButInvalid;
}

Result<int> load_websocket(const LoadOptions& options) {
  const auto plan = websocket_plan_of(options);
  if (!plan) return tl::unexpected(plan.error());
  announce(plan->connections, plan->lead_in + plan->duration);
  LoadProgress progress(plan->duration, plan->cpu);
  const auto result = stream::run(*plan, progress);
  if (!result) return tl::unexpected(result.error());
  const auto guards = stream::guards_of(*plan, *result, progress.surroundings());
  fmt::print("{}", options.format == "json" ? websocket_json(options.url, *plan, *result, guards)
                                            : websocket_text(options.url, *plan, *result, guards));
  return exit_code_of(result->interrupted, result->ledger);
}

Result<int> load_sse(const LoadOptions& options) {
  const auto plan = sse_plan_of(options);
  if (!plan) return tl::unexpected(plan.error());
  const Nanoseconds length = plan->cadence.due(plan->cadence.events);
  announce(plan->streams, length);
  LoadProgress progress(length, plan->cpu);
  const auto result = stream::run(*plan, progress);
  if (!result) return tl::unexpected(result.error());
  const auto guards = stream::guards_of(*plan, *result, progress.surroundings());
  fmt::print("{}", options.format == "json" ? sse_json(options.url, *result, guards)
                                            : sse_text(options.url, *plan, *result, guards));
  return exit_code_of(result->interrupted, result->ledger);
}

}  // namespace

Result<int> load_stream(const LoadOptions& options) {
  if (auto raised = machine::raise_fd_limit(); !raised) return tl::unexpected(raised.error());
  const process::StopRequest stop_request;
  if (options.sse) return load_sse(options);
  return options.slo ? find_most_clients(options) : load_websocket(options);
}

}  // namespace harness::cli
