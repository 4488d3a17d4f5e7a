#pragma once
// The measured stretch of a load: [opens, closes). Requests are counted by when they were sent.
// Not the lead-in (load before it opens) and not the drain (waiting for answers after it closes).
#include <algorithm>

#include "harness/base/clock.hpp"

namespace harness::load {

struct Window {
  Instant start;      ///< the first request goes out
  Instant opens;      ///< start + lead-in
  Instant closes;     ///< no request is sent from here on
  Instant drain_end;  ///< answers are waited for until here

  [[nodiscard]] bool counts(Instant sent) const { return sent >= opens && sent < closes; }
  [[nodiscard]] Nanoseconds length() const { return closes - opens; }

  /// How much of [sent, done] lies inside the window.
  [[nodiscard]] Nanoseconds overlap(Instant sent, Instant done) const {
    return std::max(Nanoseconds(0), std::min(done, closes) - std::max(sent, opens));
  }
};

}  // namespace harness::load
