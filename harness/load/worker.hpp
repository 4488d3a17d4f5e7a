#pragma once
// One thread's share of a load: its connections, its epoll set, its recorder. Shares nothing while running.
// Units: nanoseconds. Threading: every member function runs on the worker's own thread, except the results
// after it has ended. Errors: connect() returns them; during load they are outcomes in the ledger.
#include <array>
#include <atomic>
#include <deque>
#include <memory>
#include <sys/epoll.h>
#include <vector>

#include "harness/base/clock.hpp"
#include "harness/base/random.hpp"
#include "harness/http/request.hpp"
#include "harness/http/response_parser.hpp"
#include "harness/load/load_plan.hpp"
#include "harness/load/recorder.hpp"
#include "harness/load/socket.hpp"
#include "harness/load/timeout_queue.hpp"
#include "harness/load/window.hpp"

namespace harness::load {

/// CPU time a worker used inside the window.
struct WorkerCpu {
  Nanoseconds used{0};
  Nanoseconds wall{0};
};

class Worker {
 public:
  Worker(const LoadPlan& plan, const Address& address, http::RequestTemplate request, std::size_t connections,
         std::uint64_t seed);

  /// Establishes every connection, a bounded number at a time.
  [[nodiscard]] Result<void> connect_all();
  /// Drives the load through `window`; returns when all answers are in, the drain is over or `stop` is set.
  void drive(const Window& window, const std::atomic<bool>& stop);

  [[nodiscard]] const Recorder& recorder() const { return *recorder_; }
  [[nodiscard]] std::uint64_t new_connections() const { return new_connections_; }
  [[nodiscard]] std::uint64_t connections_without_response() const;
  [[nodiscard]] const WorkerCpu& cpu() const { return cpu_; }

 private:
  enum class State : std::uint8_t { kClosed, kConnecting, kIdle, kInFlight };

  struct Connection {
    Socket socket;
    State state = State::kClosed;
    bool answered = false;      ///< at least one answer inside the window
    std::uint8_t attempts = 0;  ///< failed reconnects in a row
    std::uint32_t k = 0;        ///< the random value of the request in flight
    std::size_t written = 0;    ///< bytes of the request the kernel has taken
    Instant sent;
    http::ResponseParser parser;
  };

  struct Retry {
    Instant due;
    std::uint32_t index;
  };

  [[nodiscard]] std::optional<int> open(std::uint32_t index);  ///< errno when it fails at once
  void handle(std::uint32_t index, std::uint32_t events);
  void finish_connecting(std::uint32_t index);
  void send_next(std::uint32_t index);
  void continue_sending(std::uint32_t index);
  void receive(std::uint32_t index, bool until_closed);
  void take(std::uint32_t index, std::string_view bytes, Instant at);
  void answer_complete(std::uint32_t index, Instant done, bool surplus);
  void closed_by_peer(std::uint32_t index, int errno_value);
  void fail(std::uint32_t index, Instant at, Outcome outcome);
  void reopen(std::uint32_t index, Instant now);
  void retry_later(std::uint32_t index, Instant now);
  void start_due(Instant now);
  void reopen_due(Instant now);
  void expire(Instant now);
  void sample_cpu(Instant now);
  void record_unresolved(Instant now);
  [[nodiscard]] int wait_ms(Instant now) const;
  [[nodiscard]] bool may_send(Instant now) const { return now < window_.closes; }

  const LoadPlan& plan_;
  const Address& address_;
  SteadyClock clock_;
  http::RequestTemplate request_;
  Random random_;
  Socket epoll_;
  std::vector<Connection> connections_;
  TimeoutQueue in_flight_;
  std::deque<Retry> retries_;  ///< back-off is constant per attempt count; a scan of a few entries is enough
  std::unique_ptr<Recorder> recorder_;
  Window window_;
  std::size_t started_ = 0;      ///< connections that have had their first request
  std::size_t established_ = 0;  ///< of the initial set
  bool driving_ = false;
  std::uint64_t new_connections_ = 0;
  WorkerCpu cpu_;
  std::optional<std::pair<Instant, Nanoseconds>> cpu_at_open_;
  std::array<char, 64 * 1024> buffer_{};
  int last_connect_error_ = 0;
};

}  // namespace harness::load
