#include "workloads/native/kernels/together.hpp"

#include <optional>
#include <thread>

namespace harness::kernels {
namespace {

/// Long enough for every thread to be there.
constexpr Nanoseconds kSoon = milliseconds(50);

}  // namespace

Result<std::vector<Share>> work_together(const Flavour& flavour, const Task& task, int workers) {
  std::vector<std::optional<Result<Share>>> found(static_cast<std::size_t>(workers));
  {
    const Instant begin = SteadyClock().now() + kSoon;
    std::vector<std::jthread> threads;
    for (auto& share : found) threads.emplace_back([&] { share = flavour.work(task, begin); });
  }
  std::vector<Share> shares;
  for (auto& share : found) {
    if (!*share) return tl::unexpected((*share).error());
    shares.push_back(std::move(**share));
    if (shares.back().line != shares.front().line) {
      return environment_error("workers disagree: '{}' and '{}'", shares.front().line, shares.back().line);
    }
  }
  return shares;
}

}  // namespace harness::kernels
