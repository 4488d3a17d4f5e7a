#include "harness/verify/finding.hpp"

#include <algorithm>

#include "harness/base/printable.hpp"

namespace harness::verify {
namespace {

constexpr std::size_t kContext = 12;
constexpr std::size_t kShown = 40;

std::string around(std::string_view text, std::size_t at) {
  const std::size_t begin = at < kContext ? 0 : at - kContext;
  if (begin >= text.size()) return "(end)";
  return fmt::format("'{}'", printable(text.substr(begin, kShown)));
}

}  // namespace

Problem wrong_status(const Response& response, int expected) {
  if (!response.failure.empty()) return fmt::format("{}: {}", response.asked, response.failure);
  if (response.status == expected) return std::nullopt;
  return fmt::format("{}: status {}, expected {}", response.asked, response.status, expected);
}

Problem wrong_answer(const Response& response, int status, std::string_view body) {
  if (auto problem = wrong_status(response, status)) return problem;
  if (response.body == body) return std::nullopt;
  const auto first =
      std::mismatch(body.begin(), body.end(), response.body.begin(), response.body.end()).first;
  const auto at = static_cast<std::size_t>(first - body.begin());
  return fmt::format("{}: body of {} bytes, expected {}; first difference at byte {}: expected {}, got {}",
                     response.asked, response.body.size(), body.size(), at, around(body, at),
                     around(response.body, at));
}

std::string json_target(std::uint32_t k, int n) {
  return fmt::format("/json?k={}&n={}", k, n);
}

std::string delay_target(int ms) {
  return fmt::format("/delay?ms={}", ms);
}

}  // namespace harness::verify
