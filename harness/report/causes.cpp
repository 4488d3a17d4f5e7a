#include "harness/report/causes.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "harness/report/text.hpp"

namespace harness::report {
namespace {

using results::CauseRow;

std::string share_of(const CauseRow& row) {
  if (row.share) {
    const std::string went =
        *row.share_high < 0 ? fmt::format("the gap grows by {:.0f} % [{:.0f}, {:.0f}]", -100 * *row.share,
                                          -100 * *row.share_high, -100 * *row.share_low)
                            : fmt::format("{:.0f} % [{:.0f}, {:.0f}] of the gap goes", 100 * *row.share,
                                          100 * *row.share_low, 100 * *row.share_high);
    return fmt::format("{}, {} becomes {} (n={})", went, three_digits(row.gap), three_digits(row.gap_turned),
                       row.n_blocks);
  }
  if (row.gap)
    return fmt::format("no gap to share out, {} is not clearly another than 1", three_digits(row.gap));
  return fmt::format("not known ({})", row.reason);
}

bool same_knob(const CauseRow& one, const CauseRow& other) {
  return one.knob == other.knob && one.arm == other.arm && one.turned == other.turned;
}

/// Of the row at `first` and those of the same knob behind it, one for each place.
std::string line_of(std::span<const CauseRow> places) {
  const CauseRow& first = places.front();
  std::string line = fmt::format("· {} ({} for {}): ", first.knob, first.turned, first.arm);
  for (const CauseRow& place : places) {
    if (places.size() > 1) line += fmt::format("{}{}: ", &place == &first ? "" : "; ", place.cells);
    line += share_of(place);
  }
  return line;
}

}  // namespace

std::vector<std::string> cause_lines(std::span<const CauseRow> rows, const results::VerdictRow& verdict) {
  std::vector<CauseRow> mine;
  std::ranges::copy_if(rows, std::back_inserter(mine), [&](const CauseRow& row) {
    return row.claim == verdict.claim && row.reading == verdict.reading;
  });
  if (mine.empty()) return {};
  std::vector<std::string> lines{
      "turning one knob (shares of the logarithm, each interval 95 % by itself; no part of the verdict):"};
  for (auto begin = mine.begin(); begin != mine.end();) {
    const auto end =
        std::find_if_not(begin, mine.end(), [&](const CauseRow& row) { return same_knob(row, *begin); });
    lines.push_back(line_of({begin, end}));
    begin = end;
  }
  return lines;
}

}  // namespace harness::report
