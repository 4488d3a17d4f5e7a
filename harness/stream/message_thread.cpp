#include "harness/stream/message_thread.hpp"

#include <ctime>

#include <pthread.h>
#include <sched.h>

namespace harness::stream {

void pin_this_thread(const std::optional<int>& cpu) {
  if (!cpu) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<std::size_t>(*cpu), &set);
  ::pthread_setaffinity_np(::pthread_self(), sizeof set, &set);
}

Nanoseconds cpu_of_this_thread() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return Nanoseconds(t.tv_sec * 1'000'000'000LL + t.tv_nsec);
}

}  // namespace harness::stream
