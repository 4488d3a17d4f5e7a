#include "harness/experiment/server_count.hpp"

#include <time.h>

#include "harness/process/control_client.hpp"
#include "harness/verify/loop_lag.hpp"

namespace harness::experiment {

std::optional<verify::WorkerCounts> requests_counted(std::uint16_t port, CountReader read) {
  const auto body = process::get_body(port, "/__stats");
  return body ? read(*body) : std::nullopt;
}

std::optional<verify::WorkerCounts> requests_counted_since(std::uint16_t port,
                                                           const verify::WorkerCounts& before,
                                                           std::uint64_t expected, CountReader read) {
  constexpr int kTries = 5;
  constexpr timespec kPause{0, 20'000'000};
  for (int attempt = 1;; ++attempt) {
    auto now = requests_counted(port, read);
    if (!now || verify::total(*now) < verify::total(before)) return std::nullopt;
    if (verify::total(*now) - verify::total(before) >= expected || attempt == kTries) return now;
    ::nanosleep(&kPause, nullptr);
  }
}

std::optional<double> loop_lag_since_asked_us(std::uint16_t port) {
  const auto body = process::get_body(port, "/__stats");
  return body ? verify::loop_lag_max_us(*body) : std::nullopt;
}

}  // namespace harness::experiment
