#include "harness/base/suggest.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace harness {
namespace {

/// Levenshtein distance, two rows. Source: Wagner, Fischer 1974.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string suggestion(std::string_view unknown, const std::vector<std::string>& known) {
  if (known.empty()) return {};
  const auto nearest = std::min_element(known.begin(), known.end(), [&](const auto& a, const auto& b) {
    return edit_distance(unknown, a) < edit_distance(unknown, b);
  });
  const bool close = edit_distance(unknown, *nearest) <= std::max<std::size_t>(2, nearest->size() / 3);
  const std::string hint = close ? fmt::format(" Did you mean '{}'?", *nearest) : "";
  return fmt::format("{} Known: {}.", hint, fmt::join(known, ", "));
}

}  // namespace harness
