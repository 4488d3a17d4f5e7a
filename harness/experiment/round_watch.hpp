#pragma once
// What the machine is like around a round: how fast the server's CPU is before and after, what disturbs it
// from the first window to the last. All arms of a round meet the same machine, so all their rows say the
// same. Threading: the caller's, see machine::Watch.
#include <optional>

#include "harness/machine/cpus.hpp"
#include "harness/machine/watch.hpp"

namespace harness::experiment {

class RoundWatch {
 public:
  /// Before the load: takes the canary, which needs the servers to rest.
  RoundWatch(const machine::CpuSplit& cpus, int windows);

  void window_opened();  ///< the first begins the watch
  void window_closed();  ///< the last ends it
  /// After the load. Ends the watch, too, when windows are missing because a server was lost.
  void end();

  [[nodiscard]] std::optional<Nanoseconds> canary_before() const { return canary_before_; }
  [[nodiscard]] std::optional<Nanoseconds> canary_after() const { return canary_after_; }
  [[nodiscard]] const machine::Disturbance& disturbance() const { return disturbance_; }

 private:
  void stop_watching();

  const machine::CpuSplit& cpus_;
  int windows_left_;
  std::optional<Nanoseconds> canary_before_;
  std::optional<Nanoseconds> canary_after_;
  std::optional<machine::Watch> watch_;
  machine::Disturbance disturbance_;
};

}  // namespace harness::experiment
