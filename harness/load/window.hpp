#pragma once
// The measured stretch of a load: [opens, closes). Requests are counted by when they were sent.
// Not the lead-in (load before it opens) and not the lead-out (load that goes on after it closes until every
// counted request has been answered): a request must meet the same load from its first to its last
// nanosecond.
#include <algorithm>

#include "harness/base/clock.hpp"

namespace harness::load {

struct Window {
  Instant opens = kNever;      ///< decided while load is already running; until then nothing is counted
  Instant closes = kNever;     ///< requests sent from here on are not counted
  Instant drain_end = kNever;  ///< whatever is unanswered here stays unanswered

  static constexpr Instant kNever{Nanoseconds::max()};

  [[nodiscard]] bool counts(Instant sent) const { return sent >= opens && sent < closes; }
  [[nodiscard]] Nanoseconds length() const { return closes - opens; }

  /// How much of [sent, done] lies inside the window.
  [[nodiscard]] Nanoseconds overlap(Instant sent, Instant done) const {
    return std::max(Nanoseconds(0), std::min(done, closes) - std::max(sent, opens));
  }
};

}  // namespace harness::load
