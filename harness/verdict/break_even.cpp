#include "harness/verdict/break_even.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "harness/stats/median_interval.hpp"

namespace harness::verdict {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr std::size_t kFewestWaits = 3;  ///< below, a line between two is all there is

std::optional<int> wait_of(const workload::Contrast& contrast) {
  constexpr std::string_view kDelay = "/delay?ms=";
  const std::string_view target = contrast.numerator_cell.target;
  if (contrast.ideal || contrast.grown_from || !contrast.metric.empty()) return {};
  if (!target.starts_with(kDelay)) return {};
  if (contrast.numerator_cell.id() != contrast.denominator_cell.id()) return {};
  int ms = 0;
  const char* const end = target.data() + target.size();
  const auto read = std::from_chars(target.data() + kDelay.size(), end, ms);
  return read.ec == std::errc() && read.ptr == end ? std::optional(ms) : std::nullopt;
}

/// The places by their waits; none unless the claim is about nothing else than waits of one load.
std::map<int, std::size_t> places_by_wait(const workload::Claim& claim) {
  std::map<int, std::size_t> places;
  const auto all = claim.places();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& contrast = all[i].front();
    const auto wait = all[i].size() == 1 ? wait_of(contrast) : std::nullopt;
    const bool same_load =
        contrast.numerator_cell.load_shape() == all.front().front().numerator_cell.load_shape();
    if (!wait || !same_load || !places.emplace(*wait, i).second) return {};
  }
  return places;
}

std::optional<double> log_ratio_in(const BlockEffects& blocks, int number) {
  const auto found = std::ranges::find(blocks.complete, number, &BlockEffect::number);
  return found == blocks.complete.end() ? std::nullopt : found->log_ratio;
}

/// Of the blocks that count at every wait.
std::vector<double> break_evens(const Places& places, const std::map<int, std::size_t>& by_wait,
                                double margin) {
  std::vector<double> all;
  for (const BlockEffect& block : places[by_wait.begin()->second].blocks.complete) {
    std::vector<GapAtWait> gaps;
    for (const auto& [wait, place] : by_wait) {
      if (const auto ratio = log_ratio_in(places[place].blocks, block.number))
        gaps.push_back({static_cast<double>(wait), *ratio});
    }
    if (gaps.size() == by_wait.size()) all.push_back(break_even_ms(gaps, margin));
  }
  return all;
}

std::string in_ms(double wait, int longest) {
  return wait == kNever ? fmt::format("more than {}", longest) : fmt::format("{:.1f}", wait);
}

}  // namespace

double break_even_ms(std::span<const GapAtWait> gaps, double margin) {
  double from = kNever;
  for (std::size_t i = gaps.size(); i-- > 0;) {
    const double gap = std::abs(gaps[i].log_ratio);
    if (gap <= margin) {
      from = gaps[i].wait_ms;
      continue;
    }
    if (i + 1 == gaps.size()) return kNever;
    const double next = std::abs(gaps[i + 1].log_ratio);
    return gaps[i].wait_ms + (gap - margin) / (gap - next) * (gaps[i + 1].wait_ms - gaps[i].wait_ms);
  }
  return from;
}

std::string break_even(const workload::Claim& claim, const Places& places) {
  const auto by_wait = places_by_wait(claim);
  if (by_wait.size() < kFewestWaits) return "";
  const auto found = stats::median_interval(break_evens(places, by_wait, std::log(claim.equivalence_margin)));
  if (!found) return "";
  const int longest = by_wait.rbegin()->first;
  return fmt::format(
      "break-even: from a wait of {} ms [{}, {}] on they are within {:.2f} of each other "
      "(median of {} blocks, {:.0f} %)",
      in_ms(found->median, longest), in_ms(found->low, longest), in_ms(found->high, longest),
      claim.equivalence_margin, found->n, 100 * found->level);
}

}  // namespace harness::verdict
