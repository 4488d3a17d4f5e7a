#include "harness/experiment/server_meter.hpp"

namespace harness::experiment {

void ServerMeter::window_closed() {
  if (!opened_) return;
  const Look closed = look();
  if (opened_->cpu && closed.cpu) {
    used_ += *closed.cpu - *opened_->cpu;
    wall_ += closed.at - opened_->at;
  } else {
    lost_ = true;
  }
  opened_.reset();
}

std::optional<double> ServerMeter::cpus_used() const {
  if (lost_ || wall_.count() <= 0 || !clock_of_server_.still_whole()) return std::nullopt;
  return to_seconds(used_) / to_seconds(wall_);
}

ServerMeter::Look ServerMeter::look() const {
  Look look;
  look.cpu = clock_of_server_.now();
  look.at = clock_.now();
  return look;
}

}  // namespace harness::experiment
