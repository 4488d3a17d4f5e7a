#pragma once
// How far a load is, for whoever shows it. Threading: written by the load thread now and then, read by
// another.
#include <atomic>

#include "harness/load/engine.hpp"

namespace harness::stream {

class Published {
 public:
  void publish(const load::Progress& so_far) {
    answered_.store(so_far.answered, std::memory_order_relaxed);
    failed_.store(so_far.failed, std::memory_order_relaxed);
    in_flight_.store(so_far.in_flight, std::memory_order_relaxed);
  }
  [[nodiscard]] load::Progress read() const {
    return {answered_.load(std::memory_order_relaxed), failed_.load(std::memory_order_relaxed),
            in_flight_.load(std::memory_order_relaxed)};
  }

 private:
  std::atomic<std::uint64_t> answered_ = 0;
  std::atomic<std::uint64_t> failed_ = 0;
  std::atomic<std::uint64_t> in_flight_ = 0;
};

}  // namespace harness::stream
