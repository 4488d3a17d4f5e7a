#include "harness/experiment/inspection.hpp"

#include "harness/verify/fairness.hpp"

namespace harness::experiment {

using verify::Check;
using verify::Outcome;

Check log_silent(const process::Server& server) {
  const std::uint64_t bytes = server.log_bytes_since_ready();
  return {"log-silent", bytes == 0 ? Outcome::kPass : Outcome::kFail,
          fmt::format("{} bytes logged after the ready line", bytes)};
}

std::vector<Check> inspect(const process::Server& server, const workload::Stack& stack) {
  const verify::Subject subject{"127.0.0.1", server.port()};
  std::vector<Check> checks = verify::check_contract(subject, stack);
  std::vector<Check> more = verify::check_fairness(subject, stack);
  std::move(more.begin(), more.end(), std::back_inserter(checks));
  checks.push_back(log_silent(server));
  return checks;
}

Check stops_cleanly(process::Server& server) {
  const auto exit = server.stop();
  const bool clean = exit && !exit->signaled && exit->code_or_signal == 0;
  return {"stops-cleanly", clean ? Outcome::kPass : Outcome::kFail,
          exit ? process::to_text(*exit) + " after SIGTERM" : exit.error().message};
}

}  // namespace harness::experiment
