#pragma once
// Runs a WebSocket or SSE load on a thread of its own while the caller's thread waits and tells the observer
// what the engine tells it: when the window opens and closes, and that it is over. Carries a stop the other
// way. Units: nanoseconds on the one clock. Threading: as said; the two share a few atomics and a future.
// Errors: the load's own; an exception in it becomes kEnvironment.
#include <algorithm>
#include <atomic>
#include <exception>
#include <future>
#include <optional>
#include <thread>

#include "harness/base/clock.hpp"
#include "harness/load/engine.hpp"
#include "harness/load/window.hpp"
#include "harness/stream/published.hpp"

namespace harness::stream {

void pin_this_thread(const std::optional<int>& cpu);
[[nodiscard]] Nanoseconds cpu_of_this_thread();

/// `window_of` says which window a load has that starts at an instant; `load_starts_ns` is 0 until it does.
template <typename Ended, typename WindowOf>
void watch(std::future<Ended>& load, const std::atomic<std::int64_t>& load_starts_ns, std::atomic<bool>& stop,
           const Published& published, load::Observer& observer, WindowOf window_of) {
  constexpr Nanoseconds kStep = milliseconds(20);
  const SteadyClock clock;
  std::optional<load::Window> window;
  bool open = false;
  bool closed = false;
  Nanoseconds nap = milliseconds(1);
  while (load.wait_for(nap) != std::future_status::ready) {
    if (observer.stop_requested()) stop = true;
    const std::int64_t starts = load_starts_ns.load();
    if (!window && starts != 0) window = window_of(Instant{Nanoseconds(starts)});
    nap = window ? kStep : milliseconds(1);
    if (!window || stop) continue;
    const Instant now = clock.now();
    if (!open && now >= window->opens) {
      open = true;
      observer.window_opened();
    }
    if (open && !closed && now >= window->closes) {
      closed = true;
      observer.window_closed();
    }
    if (open && !closed) observer.progress(published.read());
    for (const Instant edge : {window->opens, window->closes}) {
      if (edge > now) nap = std::min(nap, edge - now);
    }
  }
  if (open && !closed) observer.window_closed();
  observer.drained();
}

/// `session` has run(), stop, load_starts_ns and published.
template <typename Session, typename WindowOf>
auto run_watched(Session& session, const std::optional<int>& cpu, load::Observer& observer,
                 WindowOf window_of) {
  using Ended = decltype(session.run());
  std::packaged_task<Ended()> task([&]() -> Ended {
    try {
      pin_this_thread(cpu);
      return session.run();
    } catch (const std::exception& problem) {
      return environment_error("the load ended: {}", problem.what());
    }
  });
  auto load = task.get_future();
  std::jthread thread(std::move(task));
  watch(load, session.load_starts_ns, session.stop, session.published, observer, window_of);
  thread.join();
  return load.get();
}

}  // namespace harness::stream
