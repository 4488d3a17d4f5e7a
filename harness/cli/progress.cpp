#include "harness/cli/progress.hpp"

#include <algorithm>
#include <cstdio>

#include "harness/cli/color.hpp"
#include "harness/report/text.hpp"

namespace harness::cli {
namespace {

constexpr Nanoseconds kLineInterval = seconds(10);
constexpr std::size_t kBarWidth = 20;

}  // namespace

Progress::Progress(std::size_t slices, Nanoseconds expected)
    : begun_(clock_.now()), slices_(slices), expected_(expected), in_place_(is_terminal(stderr)) {}

Progress::~Progress() {
  erase();
}

void Progress::doing(std::string_view activity) {
  activity_ = activity;
  draw();
}

void Progress::stored(const results::SliceRow& row, std::size_t slices_done) {
  done_ = slices_done;
  if (row.status != results::SliceStatus::kOk) ++not_ok_;
  draw();
}

void Progress::warn(std::string_view problem) {
  erase();
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
  if (in_place_) {
    const auto filled = static_cast<std::size_t>(share * kBarWidth);
    std::string line =
        fmt::format("[{}{}] {} · {} left · {}", std::string(filled, '='),
                    std::string(kBarWidth - filled, ' '), rows, human(whole_seconds), activity_);
    const std::size_t width = width_of(stderr);
    while (report::display_width(line) >= width) line.pop_back();
    erase();
    fmt::print(stderr, "{}", line);
    std::fflush(stderr);
    return;
  }
  if (last_line_ && clock_.now() - *last_line_ < kLineInterval) return;
  last_line_ = clock_.now();
  fmt::print(stderr, "{} · {} left · {}\n", rows, human(whole_seconds), activity_);
}

void Progress::erase() const {
  if (in_place_) fmt::print(stderr, "\r\x1b[K");
}

}  // namespace harness::cli
