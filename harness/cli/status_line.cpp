#include "harness/cli/status_line.hpp"

#include <algorithm>
#include <cstdio>

#include "harness/cli/color.hpp"
#include "harness/report/text.hpp"

namespace harness::cli {
namespace {

constexpr Nanoseconds kLineInterval = seconds(10);
constexpr std::size_t kBarWidth = 20;

}  // namespace

StatusLine::StatusLine() : in_place_(is_terminal(stderr)) {}

void StatusLine::draw(double share, const std::string& text) {
  if (in_place_) {
    const auto filled = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * kBarWidth);
    std::string line =
        fmt::format("[{}{}] {}", std::string(filled, '='), std::string(kBarWidth - filled, ' '), text);
    const std::size_t width = width_of(stderr);
    while (report::display_width(line) >= width) line.pop_back();
    erase();
    fmt::print(stderr, "{}", line);
    std::fflush(stderr);
    return;
  }
  if (last_line_ && clock_.now() - *last_line_ < kLineInterval) return;
  last_line_ = clock_.now();
  fmt::print(stderr, "{}\n", text);
}

void StatusLine::erase() const {
  if (in_place_) fmt::print(stderr, "\r\x1b[K");
}

}  // namespace harness::cli
