#pragma once
// One thread's share of a load: its connections, its epoll set, its recorder. Shares nothing while running.
// Units: nanoseconds. Threading: every member function runs on the worker's own thread, except the results
// after it has ended. Errors: connect() returns them; during load they are outcomes in the ledger.
#include <array>
#include <atomic>
#include <deque>
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

/// The few words the workers of one load exchange with the engine. Never touched per request.
///
/// Greeting: every connection gets one answer before there is any load. A server that is already busy may
/// accept its remaining connections very slowly (libuv takes one per turn of its loop, Python's threads
/// compete for the GIL with the acceptor), and connections that wait in the backlog would look like starved
/// ones.
struct Shared {
  std::atomic<bool> stop = false;
  std::atomic<std::size_t> greeted = 0;  ///< connections that have had an answer to their greeting
  std::atomic<std::int64_t> load_starts_ns =
      0;                                   ///< 0 until every connection is greeted, or we gave up waiting
  std::atomic<std::size_t> loaded = 0;     ///< connections that have had an answer since then
  std::atomic<bool> window_known = false;  ///< release/acquire: `window` is written before and never after
  Window window;
  std::atomic<int> measuring = 0;  ///< workers that still wait for counted answers
};

class Worker {
 public:
  Worker(const LoadPlan& plan, const Address& address, http::RequestTemplate request, std::size_t connections,
         std::uint64_t seed);

  /// Establishes every connection, a bounded number at a time.
  [[nodiscard]] Result<void> connect_all();
  /// Greeting, lead-in, window, lead-out. Returns when all answers are in, the drain is over or a stop is
  /// asked for.
  void drive(Shared& shared);

  [[nodiscard]] const Recorder& recorder() const { return recorder_; }
  [[nodiscard]] std::uint64_t new_connections() const { return new_connections_; }
  [[nodiscard]] std::uint64_t connections_without_response() const;
  [[nodiscard]] const WorkerCpu& cpu() const { return cpu_; }

 private:
  enum class Stage : std::uint8_t { kNew, kGreeted, kLoaded };
  enum class State : std::uint8_t { kClosed, kConnecting, kIdle, kInFlight };

  struct Connection {
    Socket socket;
    State state = State::kClosed;
    Stage stage = Stage::kNew;
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
  void learn();
  void note_answer(Connection& connection, Instant done);
  [[nodiscard]] bool finished(Instant now);
  void greet_more();
  void start_due(Instant now);
  void reopen_due(Instant now);
  void expire(Instant now);
  void sample_cpu(Instant now);
  void record_unresolved(Instant now);
  [[nodiscard]] int wait_ms(Instant now) const;
  /// Load goes on after the window until every worker has its counted answers.
  [[nodiscard]] bool may_send(Instant now) const {
    return now < window_.closes || (lead_out_ && now < window_.drain_end);
  }

  const LoadPlan& plan_;
  const Address& address_;
  SteadyClock clock_;
  http::RequestTemplate request_;
  Random random_;
  Socket epoll_;
  std::vector<Connection> connections_;
  TimeoutQueue in_flight_;
  std::deque<Retry> retries_;  ///< back-off is constant per attempt count; a scan of a few entries is enough
  Recorder recorder_;
  Window window_;
  Shared* shared_ = nullptr;            ///< set while driving
  std::optional<Instant> load_starts_;  ///< unset while greeting
  bool window_known_ = false;
  bool lead_out_ = false;        ///< the window is over, load goes on
  bool counted_all_ = false;     ///< every counted request of this worker has its fate
  std::size_t greetings_ = 0;    ///< connections whose greeting was sent
  std::size_t started_ = 0;      ///< connections whose turn in the lead-in has come
  std::size_t established_ = 0;  ///< of the initial set
  std::uint64_t new_connections_ = 0;
  WorkerCpu cpu_;
  std::optional<std::pair<Instant, Nanoseconds>> cpu_at_open_;
  std::array<char, 64 * 1024> buffer_{};
  int last_connect_error_ = 0;
};

}  // namespace harness::load
