#pragma once
// A server whose delays are known exactly, because it measures them itself: one thread on one CPU that never
// sleeps, reads every request the moment it comes and answers it when its delay is over. What it really did,
// answer by answer, is the truth a load generator is held against. For tests only. Threading: one thread,
// joined by the destructor. Units: nanoseconds.
#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

#include "harness/base/clock.hpp"
#include "harness/stats/histogram.hpp"

namespace harness::test {

class ExactServer {
 public:
  /// The delay of the request with this number, counted from 0 over all connections.
  using Delay = std::function<Nanoseconds(std::uint64_t number)>;

  /// What it does with the requests it holds.
  enum class Order {
    kParallel,  ///< every request waits for its own delay, like a timer
    kOneByOne,  ///< one at a time in order of arrival, each for its own delay: a single server with a queue
  };

  ExactServer(Delay delay, int cpu, Order order = Order::kParallel);
  ~ExactServer();
  ExactServer(const ExactServer&) = delete;
  ExactServer& operator=(const ExactServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// From reading a request to having written its answer. Call stop() first.
  [[nodiscard]] const stats::Histogram& delivered() const { return delivered_; }
  /// The longest time its loop did not turn, delay functions aside: the machine stopped it. Call stop()
  /// first.
  [[nodiscard]] Nanoseconds longest_pause() const { return longest_pause_; }
  /// Share of its life it spent in pauses of 50 µs and more, 0..1. Call stop() first.
  [[nodiscard]] double paused_share() const { return to_seconds(paused_) / to_seconds(lived_); }
  [[nodiscard]] std::uint64_t requests() const { return requests_.load(); }
  void stop();

 private:
  void serve();

  Delay delay_;
  int cpu_;
  Order order_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::uint64_t> requests_ = 0;
  stats::Histogram delivered_;
  Nanoseconds longest_pause_{0};
  Nanoseconds paused_{0};
  Nanoseconds lived_{1};
  std::thread thread_;
};

}  // namespace harness::test
