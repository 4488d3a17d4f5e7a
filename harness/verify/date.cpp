#include <algorithm>
#include <chrono>
#include <string>
#include <thread>

#include "workloads/native/reference/contract_response.hpp"

#include "harness/verify/probe.hpp"

namespace harness::verify {
namespace {

using WallClock = std::chrono::system_clock;

constexpr auto kDateMoves = milliseconds(1100);
constexpr int kLooks = 5;
constexpr auto kBetweenLooks = milliseconds(200);
// By the contract one second; a timer that renders it once a second may be a little late.
constexpr auto kOldest = milliseconds(1250);

Finding date_advances(Probe& probe) {
  const auto& first = probe.first_response();
  if (!first.failure.empty()) return failed("{}: {}", first.asked, first.failure);
  const auto left = kDateMoves - (SteadyClock{}.now() - probe.started());
  std::this_thread::sleep_for(left);
  const auto later = probe.get("/plaintext");
  if (!later.failure.empty()) return failed("{}: {}", later.asked, later.failure);
  const auto before = contract::parse_imf_fixdate(first.header("Date"));
  const auto after = contract::parse_imf_fixdate(later.header("Date"));
  if (!before || !after) return failed("Date '{}' is not an IMF-fixdate", later.header("Date"));
  const auto seconds_between = to_seconds(SteadyClock{}.now() - probe.started());
  if (*after <= *before)
    return failed("Date '{}' is the same after {:.1f} s", later.header("Date"), seconds_between);
  return passed("moved by {} s in {:.1f} s", *after - *before, seconds_between);
}

/// A second is long, and a Date a look may meet just after it was rendered: so several looks, spread over
/// one.
Finding date_fresh(Probe& probe) {
  auto most_behind = Nanoseconds::min();
  for (int look = 0; look < kLooks; ++look) {
    if (look > 0) std::this_thread::sleep_for(kBetweenLooks);
    const auto asked_at = WallClock::now();
    const auto response = probe.get("/plaintext");
    const auto answered_at = WallClock::now();
    if (!response.failure.empty()) return failed("{}: {}", response.asked, response.failure);
    const auto date = contract::parse_imf_fixdate(response.header("Date"));
    if (!date) return failed("Date '{}' is not an IMF-fixdate", response.header("Date"));
    const auto rendered = WallClock::from_time_t(*date);
    const Nanoseconds behind = asked_at - rendered;
    if (rendered < std::chrono::floor<seconds>(asked_at - kOldest)) {
      return failed("Date '{}' was {:.2f} s behind when asked for", response.header("Date"),
                    to_seconds(behind));
    }
    if (rendered > answered_at) {
      return failed("Date '{}' was {:.2f} s ahead when it arrived", response.header("Date"),
                    to_seconds(rendered - answered_at));
    }
    most_behind = std::max(most_behind, behind);
  }
  return passed("{} looks, at most {:.2f} s behind", kLooks, to_seconds(most_behind));
}

}  // namespace

std::vector<Rule> date_rules() {
  return {{"date-advances", {}, date_advances}, {"date-fresh", {}, date_fresh}};
}

}  // namespace harness::verify
