#pragma once
// When each request of an open-loop load is due: a pure function of (arrivals, rate, ramp, seed) and the
// index. Nothing accumulates from what really happened, so a late request never moves the next one. Units:
// nanoseconds from the start of the load; rates per second, fractions allowed. Threading: immutable. Each
// worker walks its own Cursor over the one schedule and takes the indices that are its own, so that any
// number of threads sends the same requests at the same moments.
//
// Source: time change of a unit-rate process. u_k is k (uniform), k rounded down to a multiple of how many
// are due at once (burst), or the sum of k+1 unit exponentials (Poisson); with the cumulative rate Λ(t) =
// r0·t + (r1 − r0)·t²/2T for t ≤ T, and r1 beyond, request k is due at Λ⁻¹(u_k).
#include <cstdint>
#include <string>
#include <string_view>

#include "harness/base/duration.hpp"
#include "harness/base/random.hpp"
#include "harness/base/rate.hpp"

namespace harness::load {

enum class Arrivals : std::uint8_t {
  kUniform,  ///< equally spaced: the schedule adds no variance of its own
  kPoisson,  ///< independent users: gaps are exponential, bursts included
  kBurst,    ///< so many at the same moment, then none until as many are due again
};

struct ScheduleSpec {
  Arrivals arrivals = Arrivals::kUniform;
  RequestsPerSecond rate{1000};    ///< after the ramp; > 0
  RequestsPerSecond ramp_from{0};  ///< at the start of the ramp; only used when there is a ramp
  Nanoseconds ramp{0};             ///< linear from ramp_from to rate over this long; 0: no ramp
  std::uint64_t seed = 1;          ///< of the Poisson gaps
  int at_once = 1;                 ///< of a burst; >= 1
};

[[nodiscard]] const char* name_of(Arrivals arrivals);  ///< "uniform", "poisson", "burst"
/// The one of that name: it has been checked where it was read.
[[nodiscard]] Arrivals arrivals_named(std::string_view name);

class Schedule {
 public:
  explicit Schedule(const ScheduleSpec& spec) : spec_(spec) {}

  [[nodiscard]] const ScheduleSpec& spec() const { return spec_; }

  /// Λ⁻¹: the moment at which `expected` requests are due on average.
  [[nodiscard]] Nanoseconds when(double expected) const;

  /// How many requests a load of this length is expected to have: Λ(length).
  [[nodiscard]] double expected_by(Nanoseconds length) const;

 private:
  ScheduleSpec spec_;
};

/// Walks the due times in order, from index 0.
class Cursor {
 public:
  /// Takes every `stride`-th index starting with `first`: worker i of n has stride n and first i.
  Cursor(const Schedule& schedule, std::uint64_t first, std::uint64_t stride);

  [[nodiscard]] std::uint64_t index() const { return index_; }
  [[nodiscard]] Nanoseconds due() const { return due_; }
  void advance();

 private:
  void step();

  const Schedule* schedule_;
  Random gaps_;
  std::uint64_t stride_;
  std::uint64_t walked_ = 0;  ///< unit-rate events drawn so far
  std::uint64_t index_;
  double unit_time_ = 0;  ///< u of the last event drawn (Poisson)
  Nanoseconds due_{0};
};

/// SHA-256 over the first `count` due times: equal when two loads were due at equal moments.
[[nodiscard]] std::string schedule_sha256(const Schedule& schedule, std::uint64_t count);

}  // namespace harness::load
