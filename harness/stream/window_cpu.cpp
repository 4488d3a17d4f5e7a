#include "harness/stream/window_cpu.hpp"

#include "harness/stream/message_thread.hpp"

namespace harness::stream {

WindowCpu::Mark WindowCpu::mark(Instant now) const {
  return {now, cpu_of_this_thread(), run_queue_.read()};
}

void WindowCpu::sample(Instant now, const load::Window& window) {
  if (!at_open_ && now >= window.opens) at_open_ = mark(now);
  if (!at_close_ && now >= window.closes) at_close_ = mark(now);
}

std::optional<WindowCpu::Spent> WindowCpu::spent() const {
  if (!at_open_ || !at_close_) return std::nullopt;
  const double length = to_seconds(at_close_->at - at_open_->at);
  Spent spent;
  spent.cpu = at_close_->cpu - at_open_->cpu;
  spent.busy_share = to_seconds(spent.cpu) / length;
  if (at_open_->in_line && at_close_->in_line)
    spent.in_line_share = to_seconds(*at_close_->in_line - *at_open_->in_line) / length;
  return spent;
}

}  // namespace harness::stream
