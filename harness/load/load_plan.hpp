#pragma once
// What to send, to whom, how hard and for how long. Plain data; validate() names everything that is wrong.
#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/duration.hpp"
#include "harness/http/request.hpp"
#include "harness/load/expectation.hpp"

namespace harness::load {

/// Closed loop: every connection always has exactly one request in flight; the next one is sent the moment
/// the answer is complete. So intended = sent, and what is measured is service time at this concurrency:
/// capacity, not what users would see at a given arrival rate.
struct LoadPlan {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  http::RequestSpec request;
  Expectation expectation = Expectation::success();
  int connections = 64;
  int threads = 1;
  std::vector<int> cpus;  ///< workers are pinned to these in turn; empty = not pinned
  Nanoseconds lead_in{
      milliseconds(100)};  ///< unmeasured load before the window; first requests are spread over it
  Nanoseconds duration{seconds(10)};  ///< the measured window
  Nanoseconds timeout{seconds(10)};   ///< per request, from sending
  Nanoseconds drain{seconds(5)};      ///< after the window, answers are waited for min(timeout, drain)
  Nanoseconds connect_patience{seconds(10)};  ///< all connections must be established within this
  std::uint64_t seed = 1;
};

/// Errors: kUsage, all problems at once, each naming field, value and remedy.
[[nodiscard]] Result<void> validate(const LoadPlan& plan);

}  // namespace harness::load
