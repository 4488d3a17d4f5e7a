#include "harness/experiment/round_watch.hpp"

#include "harness/machine/canary.hpp"

namespace harness::experiment {
namespace {

std::optional<Nanoseconds> canary_of_server(const machine::CpuSplit& cpus) {
  constexpr Nanoseconds kLongEnough = milliseconds(5);
  if (cpus.server.empty()) return {};
  return machine::canary(cpus.server.front(), kLongEnough);
}

}  // namespace

RoundWatch::RoundWatch(const machine::CpuSplit& cpus, int windows)
    : cpus_(cpus), windows_left_(windows), canary_before_(canary_of_server(cpus)) {}

void RoundWatch::window_opened() {
  if (!watch_) watch_.emplace(cpus_.client.empty() ? std::nullopt : std::optional(cpus_.client.front()));
}

void RoundWatch::window_closed() {
  if (--windows_left_ == 0) stop_watching();
}

void RoundWatch::end() {
  if (windows_left_ > 0) stop_watching();
  canary_after_ = canary_of_server(cpus_);
}

void RoundWatch::stop_watching() {
  if (watch_) disturbance_ = watch_->end();
}

}  // namespace harness::experiment
