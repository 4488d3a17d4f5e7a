#pragma once
// Who wants to know what a load is doing while it runs.
// Threading: called on the thread that runs the load, which sleeps in between.
#include <cstdint>

namespace harness::load {

/// How far a load is.
struct Progress {
  std::uint64_t answered = 0;  ///< ok, counted requests
  std::uint64_t failed = 0;    ///< counted requests
  std::uint64_t in_flight = 0;
};

/// Told when a window opens and closes, so that the server's CPU time is read over the same stretch.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void window_opened() {}
  virtual void window_closed() {}
  /// Several times a second while a window is open.
  virtual void progress(const Progress& /*so_far*/) {}
  /// All answers are in; the connections are still open.
  virtual void drained() {}
  /// Polled at least every 100 ms; true ends the load early.
  virtual bool stop_requested() { return false; }
};

}  // namespace harness::load
