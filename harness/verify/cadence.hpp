#pragma once
// Things that come one period apart, the first at once: does any come early, do they drift, were they held
// back? Judged by the least late of several, because a busy machine makes single ones late and only the
// server makes all of them so. Threading: one thread. Errors: none; pure but for what it is told.
#include <vector>

#include "harness/base/clock.hpp"
#include "harness/verify/finding.hpp"

namespace harness::verify {

class Cadence {
 public:
  /// The first cannot come before it was asked for.
  Cadence(Instant asked, Nanoseconds period) : asked_(asked), period_(period) {}

  void came(Instant at) { late_.push_back(at - asked_ - period_ * static_cast<std::int64_t>(late_.size())); }
  [[nodiscard]] std::size_t count() const { return late_.size(); }

  /// Of at least three things; better of a hundred.
  [[nodiscard]] Finding finding() const;

 private:
  Instant asked_;
  Nanoseconds period_;
  std::vector<Nanoseconds> late_;
};

}  // namespace harness::verify
