#include "harness/experiment/inspection.hpp"

#include <algorithm>

#include "harness/experiment/data_folder.hpp"
#include "harness/experiment/downstream.hpp"
#include "harness/process/port.hpp"
#include "harness/process/signals.hpp"
#include "harness/verify/fairness.hpp"

namespace harness::experiment {

using verify::Check;
using verify::Outcome;

Check log_silent(const process::Server& server) {
  const std::uint64_t bytes = server.log_bytes_since_ready();
  return {"log-silent", bytes == 0 ? Outcome::kPass : Outcome::kFail,
          fmt::format("{} bytes logged after the ready line", bytes)};
}

verify::Subject subject_of(const process::Server& server, const workload::Stack& stack) {
  const process::Server& asked = server.last();
  const process::Server* downstream = asked.companion();
  return {"127.0.0.1", asked.port(), data_dir_of(stack).value_or(""),
          downstream ? downstream->port() : std::uint16_t{0}, asked.line_port()};
}

std::vector<Check> inspect(const process::Server& server, const workload::Stack& stack) {
  const verify::Subject subject = subject_of(server, stack);
  std::vector<Check> checks = verify::check_contract(subject, stack);
  std::vector<Check> more = verify::check_fairness(subject, stack);
  std::move(more.begin(), more.end(), std::back_inserter(checks));
  checks.push_back(log_silent(server));
  return checks;
}

std::vector<Check> inspect_workers(const process::Server& server, const workload::Stack& stack,
                                   std::vector<Check> of_the_other) {
  const verify::Subject subject = subject_of(server, stack);
  std::vector<Check> own = verify::check_workers(subject, stack);
  std::ranges::move(verify::check_fairness(subject, stack), std::back_inserter(own));
  own.push_back(log_silent(server));
  for (Check& check : own) {
    const auto same = std::ranges::find(of_the_other, check.name, &Check::name);
    HARNESS_ASSERT(same != of_the_other.end());
    *same = std::move(check);
  }
  return of_the_other;
}

Check stops_cleanly(process::Server& server) {
  const auto exit = server.stop();
  if (!exit) return {"stops-cleanly", Outcome::kFail, exit.error().message};
  const int left = server.left_behind();
  const bool clean = !exit->signaled && exit->code_or_signal == 0 && left == 0;
  const std::string more = left == 0 ? "" : fmt::format(" and left {} processes behind", left);
  return {"stops-cleanly", clean ? Outcome::kPass : Outcome::kFail,
          process::to_text(*exit) + " after SIGTERM" + more};
}

Check survives_starts(const Arm& arm, const LaunchPlace& place, int times) {
  const auto failed = [](int start, const std::string& why) {
    return Check{"starts", Outcome::kFail, fmt::format("start {}: {}", start, why)};
  };
  Nanoseconds slowest{0};
  for (int start = 1; start <= times && !process::StopRequest::requested(); ++start) {
    auto server = launch(arm, place);
    if (!server) return failed(start, server.error().message);
    const std::uint16_t port = server->port();
    slowest = std::max(slowest, server->exec_to_ready());
    if (const Check end = stops_cleanly(*server); end.outcome != Outcome::kPass)
      return failed(start, end.detail);
    if (process::somebody_listens_on(port)) return failed(start, fmt::format("port {} is still taken", port));
  }
  return {"starts", Outcome::kPass,
          fmt::format("{} times: ready after at most {}, left with code 0, no process and no port behind",
                      times, human(slowest))};
}

}  // namespace harness::experiment
