#pragma once
// What the load thread spends between the edges of a window. Threading: made and asked on that thread.
#include <optional>

#include "harness/base/clock.hpp"
#include "harness/base/run_queue.hpp"
#include "harness/load/window.hpp"

namespace harness::stream {

class WindowCpu {
 public:
  struct Spent {
    Nanoseconds cpu{0};
    double busy_share = 0;
    std::optional<double> in_line_share;  ///< ready, while something else had its CPU; absent: not known
  };

  /// Call it again and again: the first call at or behind an edge marks it.
  void sample(Instant now, const load::Window& window);
  /// Absent: an edge was never reached.
  [[nodiscard]] std::optional<Spent> spent() const;

 private:
  struct Mark {
    Instant at;
    Nanoseconds cpu;
    std::optional<Nanoseconds> in_line;
  };
  [[nodiscard]] Mark mark(Instant now) const;

  RunQueueDelay run_queue_;
  std::optional<Mark> at_open_;
  std::optional<Mark> at_close_;
};

}  // namespace harness::stream
