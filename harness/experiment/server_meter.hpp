#pragma once
// The CPU a server uses while the windows of its slice are open. Threading: the caller's.
#include <optional>

#include "harness/base/clock.hpp"
#include "harness/process/server.hpp"

namespace harness::experiment {

class ServerMeter {
 public:
  explicit ServerMeter(const process::Server& server) : clock_of_server_(server.cpu_clock()) {}

  void window_opened() { opened_ = look(); }
  void window_closed();

  /// CPUs busy on average between the two looks at each window, which need not be the edges of the window to
  /// the microsecond. Absent when a process of the server came or went, or there was no window.
  [[nodiscard]] std::optional<double> cpus_used() const;

 private:
  struct Look {
    Instant at;
    Result<Nanoseconds> cpu = Nanoseconds(0);
  };
  [[nodiscard]] Look look() const;

  process::TreeClock clock_of_server_;
  SteadyClock clock_;
  std::optional<Look> opened_;
  Nanoseconds used_{0};
  Nanoseconds wall_{0};
  bool lost_ = false;  ///< a reading failed
};

}  // namespace harness::experiment
