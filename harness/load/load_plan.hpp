#pragma once
// What to send, to whom, how hard and for how long. Plain data; validate() names everything that is wrong.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/duration.hpp"
#include "harness/http/request.hpp"
#include "harness/load/dispatcher.hpp"
#include "harness/load/expectation.hpp"
#include "harness/load/schedule.hpp"
#include "harness/load/waiter.hpp"

namespace harness::load {

/// One request and what its answer must be.
struct Ask {
  http::RequestSpec request;
  Expectation expectation = Expectation::success();
};

/// Without `schedule` a closed loop: every connection always has exactly one request in flight; the next one
/// is sent the moment the answer is complete. So intended = sent, and what is measured is service time at
/// this concurrency: capacity, not what users would see at a given arrival rate. With `schedule` an open
/// loop: requests are due when the schedule says, whatever became of the earlier ones.
struct LoadPlan {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::vector<Ask> asks{Ask{}};  ///< sent in turn; all to the one host and port
  std::optional<ScheduleSpec> schedule;
  Dispatch dispatch = Dispatch::kPooled;
  std::optional<Nanoseconds> deadline;  ///< open loop: a request older than this is shed instead of sent
  Spin spin = Spin::kBeforeDue;         ///< kNever when a client CPU is also the server's
  int connections = 64;
  int threads = 1;
  std::vector<int> cpus;  ///< workers are pinned to these in turn; empty = not pinned
  /// Unmeasured load before the window, at least this long and until every connection has been answered under
  /// load: only then is the queue in the server as long as it is going to be. Connections start one by one
  /// over it.
  Nanoseconds lead_in{milliseconds(100)};
  /// How much longer it may take, and how long every connection may take to get its first answer before the
  /// load.
  Nanoseconds lead_in_limit{seconds(2)};
  Nanoseconds duration{seconds(10)};  ///< the measured window
  Nanoseconds timeout{seconds(10)};   ///< per request, from sending
  Nanoseconds drain{seconds(5)};  ///< after the window, answers are waited for at most min(timeout, drain)
  Nanoseconds connect_patience{seconds(10)};      ///< all connections must be established within this
  Nanoseconds connect_timeout{seconds(5)};        ///< per reconnect while the load runs
  std::optional<RequestsPerSecond> connect_rate;  ///< of opening the connections; absent: as fast as accepted
  int stamp_one_in = 128;   ///< requests of which one gets the kernel's timestamps; 0: none
  Nanoseconds interval{0};  ///< of the series; 0: no series
  std::uint64_t seed = 1;
};

/// Errors: kUsage, all problems at once, each naming field, value and remedy.
[[nodiscard]] Result<void> validate(const LoadPlan& plan);

}  // namespace harness::load
