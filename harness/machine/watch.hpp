#pragma once
// Everything that may disturb a measured stretch, watched from its beginning to its end. Threading: one
// thread of its own, see hiccup.hpp; begin and end on the caller's.
#include "harness/machine/hiccup.hpp"
#include "harness/machine/noise.hpp"

namespace harness::machine {

struct Disturbance {
  Noise noise;
  std::optional<Hiccups> hiccups;
};

class Watch {
 public:
  /// `cpu`: where standstills matter most, usually the client's.
  explicit Watch(std::optional<int> cpu) : hiccups_(cpu), before_(noise_now()), began_(clock_.now()) {}

  Disturbance end() {
    const auto hiccups = hiccups_.stop();
    return {noise_between(before_, noise_now(), clock_.now() - began_), hiccups};
  }

 private:
  SteadyClock clock_;
  HiccupMonitor hiccups_;
  NoiseSnapshot before_;
  Instant began_;
};

}  // namespace harness::machine
