#include "harness/cli/progress.hpp"

#include <algorithm>

namespace harness::cli {

Progress::Progress(std::size_t slices, Nanoseconds expected)
    : begun_(clock_.now()), slices_(slices), expected_(expected) {}

void Progress::doing(std::string_view activity) {
  activity_ = activity;
  draw();
}

void Progress::stored(const results::SliceRow& row, std::size_t slices_done) {
  done_ = slices_done;
  slices_ = std::max(slices_, done_);  // blocks may follow that were not planned for
  if (row.status != results::SliceStatus::kOk) ++not_ok_;
  draw();
}

void Progress::warn(std::string_view problem) {
  line_.erase();
  fmt::print(stderr, "warning: {}\n", problem);
  draw();
}

/// From the plan at first, from what the slices really took once there are some.
Nanoseconds Progress::left() const {
  const Nanoseconds elapsed = clock_.now() - begun_;
  const double share = slices_ == 0 ? 1 : static_cast<double>(done_) / static_cast<double>(slices_);
  const double by_plan = std::max(0.0, to_seconds(expected_ - elapsed));
  if (share < 0.05) return from_seconds(by_plan);
  const double by_pace = to_seconds(elapsed) * (1 - share) / share;
  return from_seconds(share * by_pace + (1 - share) * by_plan);
}

void Progress::draw() {
  const double share = slices_ == 0 ? 0 : static_cast<double>(done_) / static_cast<double>(slices_);
  const std::string rows =
      fmt::format("{}/{} slices{}", done_, slices_, not_ok_ == 0 ? "" : fmt::format(", {} not ok", not_ok_));
  const Nanoseconds whole_seconds = std::chrono::round<seconds>(left());
  line_.draw(share, fmt::format("{} · {} left · {}", rows, human(whole_seconds), activity_));
}

}  // namespace harness::cli
