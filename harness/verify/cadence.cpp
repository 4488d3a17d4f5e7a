#include "harness/verify/cadence.hpp"

#include <algorithm>

namespace harness::verify {
namespace {

/// What a timer that is right to the millisecond never reaches, and one that adds up its errors soon does.
constexpr Nanoseconds kTolerated = milliseconds(5);

}  // namespace

Finding Cadence::finding() const {
  const auto third = static_cast<std::ptrdiff_t>(late_.size() / 3);
  if (third == 0) return failed("only {} came", late_.size());
  const auto earliest = *std::min_element(late_.begin(), late_.end());
  if (earliest < Nanoseconds(0)) return failed("one came {:.2f} ms early", -to_milliseconds(earliest));
  const auto first = *std::min_element(late_.begin(), late_.begin() + third);
  const auto last = *std::min_element(late_.end() - third, late_.end());
  const auto figure = fmt::format(
      "of {}, {} apart, the least late of the first third was {:.2f} ms late, of the last {:.2f} ms",
      late_.size(), human(period_), to_milliseconds(first), to_milliseconds(last));
  if (last - first > kTolerated) return failed("{}: they drift", figure);
  if (first - last > kTolerated) return failed("{}: the first were held back", figure);
  return passed("{}", figure);
}

}  // namespace harness::verify
