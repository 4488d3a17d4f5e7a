#pragma once
// The workers of a session and their threads, which meet twice per turn: before the load and after the drain.
// Not public: session.hpp is. Threading: used by one thread; it owns the workers' threads.
#include <barrier>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "harness/load/observer.hpp"
#include "harness/load/worker.hpp"

namespace harness::load {

class Crew {
 public:
  Crew(const LoadPlan& plan, const Address& address, const std::vector<http::RequestTemplate>& requests);
  ~Crew();  ///< ends the threads; not while they drive

  [[nodiscard]] Result<void> connect();

  /// Lets the workers begin a turn: they greet those who have not been greeted, then wait for start_load().
  void begin_turn();
  void start_load(Instant at);
  /// While `window.opens` still lies ahead.
  void announce(const Window& window);
  void stop() { shared_.stop.store(true, std::memory_order_relaxed); }
  /// Blocks until every worker has drained. Errors: the first worker that ended.
  [[nodiscard]] Result<void> end_turn();

  [[nodiscard]] Progress progress() const;
  [[nodiscard]] bool all_greeted() const { return all(shared_.greeted); }
  [[nodiscard]] bool all_loaded() const { return all(shared_.loaded); }
  /// Between turns.
  [[nodiscard]] const std::vector<std::unique_ptr<Worker>>& workers() const { return workers_; }

 private:
  [[nodiscard]] bool all(const std::atomic<std::size_t>& connections) const;
  [[nodiscard]] Result<void> first_failure() const;
  void work(int index);

  const LoadPlan& plan_;
  std::barrier<> meeting_;
  bool dismissed_ = false;  ///< written before a meeting, read after it
  Shared shared_;
  std::vector<std::optional<Error>> failures_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::jthread> threads_;
};

}  // namespace harness::load
