#include "harness/verify/long_down.hpp"

#include "workloads/native/reference/contract_down.hpp"

#include "harness/base/clock.hpp"

namespace harness::verify {
namespace {

constexpr Nanoseconds kPatience = milliseconds(contract::kDownPatienceMs);
constexpr Nanoseconds kTolerated = seconds(2);  // of a busy machine
constexpr int kMs = contract::kDownPatienceMs + 4000;
constexpr Nanoseconds kMostWait = seconds(15);

}  // namespace

Finding gives_up_on_down(const Subject& subject) {
  const Instant asked = SteadyClock{}.now();
  RawConnection connection(subject, asked + kMostWait);
  const auto response = connection.get(fmt::format("{}?ms={}&b=1", contract::kDownPath, kMs));
  const Nanoseconds took = SteadyClock{}.now() - asked;
  if (auto problem = wrong_answer(response, 504, "Gateway Timeout")) return failed("{}", *problem);
  const auto figure = fmt::format("{} was answered 504 after {}", response.asked, human(took));
  const bool in_time = took > kPatience - milliseconds(10) && took < kPatience + kTolerated;
  return in_time ? passed("{}", figure) : failed("{}, expected after 10 s", figure);
}

}  // namespace harness::verify
