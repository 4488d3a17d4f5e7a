#pragma once
// The load engine: one thread per core, shared nothing, epoll edge-triggered and registered once, a request
// sent the moment its connection is free. Measures; does not judge and does not print.
// Threading: run() blocks the caller; the observer is called on the caller's thread, which sleeps in between.
// Errors: kUsage for a bad plan, kEnvironment when the connections cannot be established.
#include "harness/base/clock.hpp"
#include "harness/load/load_plan.hpp"
#include "harness/load/load_result.hpp"

namespace harness::load {

/// How far a load is.
struct Progress {
  std::uint64_t answered = 0;  ///< ok, counted requests
  std::uint64_t failed = 0;    ///< counted requests
  std::uint64_t in_flight = 0;
};

/// Told when the window opens and closes, so that the server's CPU time is read over the same stretch.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void window_opened() {}
  virtual void window_closed() {}
  /// Several times a second while the window is open.
  virtual void progress(const Progress& /*so_far*/) {}
  /// All answers are in; the connections are still open.
  virtual void drained() {}
  /// Polled at least every 100 ms; true ends the load early.
  virtual bool stop_requested() { return false; }
};

[[nodiscard]] Result<LoadResult> run(const LoadPlan& plan, Observer& observer);
[[nodiscard]] Result<LoadResult> run(const LoadPlan& plan);

}  // namespace harness::load
