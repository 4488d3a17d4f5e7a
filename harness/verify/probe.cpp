#include "harness/verify/probe.hpp"

#include <algorithm>

namespace harness::verify {
namespace {

// A thousand requests of a slow framework on a busy machine take as long.
constexpr auto kPerCheck = seconds(10);
constexpr auto kPerServer = seconds(30);

}  // namespace

Probe::Probe(const Subject& subject, const workload::Stack& stack, std::uint64_t seed, bool may_leave_traces)
    : subject_(subject),
      stack_(stack),
      random_(seed),
      may_leave_traces_(may_leave_traces),
      started_(SteadyClock{}.now()),
      deadline_(started_ + kPerCheck) {
  first_response_ = get("/plaintext");
}

void Probe::begin_check() {
  deadline_ = SteadyClock{}.now() + kPerCheck;
}

bool Probe::out_of_time() const {
  return SteadyClock{}.now() - started_ > kPerServer;
}

bool Probe::declares(std::string_view endpoint) const {
  return std::find(stack_.endpoints.begin(), stack_.endpoints.end(), endpoint) != stack_.endpoints.end();
}

}  // namespace harness::verify
