#include "harness/cli/load_progress.hpp"

#include <algorithm>

#include "harness/process/signals.hpp"
#include "harness/report/text.hpp"

namespace harness::cli {
namespace {

constexpr Nanoseconds kWorthShowing = seconds(2);
constexpr Nanoseconds kWorthALine = seconds(10);  ///< where every line stays

}  // namespace

void LoadProgress::window_opened() {
  opened_ = clock_.now();
  last_second_.push_back({opened_, 0});
  watch_.emplace(client_cpu_);
}

void LoadProgress::window_closed() {
  line_.erase();
  const machine::Disturbance seen = watch_->end();
  surroundings_.steal_share = seen.noise.steal_share;
  if (seen.hiccups) surroundings_.longest_stall = seen.hiccups->longest;
}

void LoadProgress::progress(const load::Progress& so_far) {
  if (duration_ <= kWorthShowing) return;
  const Instant now = clock_.now();
  if (!line_.in_place() && now - opened_ < kWorthALine) return;
  while (last_second_.size() > 1 && now - last_second_.front().at > seconds(1)) last_second_.pop_front();
  const Mark& then = last_second_.front();
  const double over_s = to_seconds(now - then.at);
  const double rate = over_s > 0 ? static_cast<double>(so_far.answered - then.answered) / over_s : 0;
  const Nanoseconds gone = now - opened_;
  const Nanoseconds left = std::max(duration_ - gone, Nanoseconds(0));
  line_.draw(
      to_seconds(gone) / to_seconds(duration_),
      fmt::format("{} left · {}/s · {} in flight · {} failed", human(std::chrono::ceil<seconds>(left)),
                  report::with_thousands(rate), report::with_thousands(static_cast<double>(so_far.in_flight)),
                  report::with_thousands(static_cast<double>(so_far.failed))));
  last_second_.push_back({now, so_far.answered});
}

bool LoadProgress::stop_requested() {
  return process::StopRequest::requested();
}

}  // namespace harness::cli
