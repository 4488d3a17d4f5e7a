#include "harness/process/signals.hpp"

#include <atomic>

namespace harness::process {
namespace {

std::atomic<bool> stop_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may not take a lock");

void note_request(int /*signal*/) {
  stop_requested.store(true, std::memory_order_relaxed);
}

}  // namespace

StopRequest::StopRequest() {
  stop_requested.store(false, std::memory_order_relaxed);
  struct sigaction action {};
  action.sa_handler = note_request;
  // RESETHAND: the second one gets the default action. No RESTART: a waiting poll returns and its loop looks.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  ::sigaction(SIGINT, &action, &previous_interrupt_);
  ::sigaction(SIGTERM, &action, &previous_terminate_);
}

StopRequest::~StopRequest() {
  ::sigaction(SIGINT, &previous_interrupt_, nullptr);
  ::sigaction(SIGTERM, &previous_terminate_, nullptr);
}

bool StopRequest::requested() {
  return stop_requested.load(std::memory_order_relaxed);
}

}  // namespace harness::process
