#pragma once
// One core's share of a load: an epoll loop that owns its connections, its clock readings and its recorder.
// Not public: engine.hpp is. Threading: used by one thread at a time; nothing is shared but the Shared block.
#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <sys/epoll.h>
#include <vector>

#include "harness/base/run_queue.hpp"
#include "harness/http/known_header.hpp"
#include "harness/http/request.hpp"
#include "harness/http/response_parser.hpp"
#include "harness/load/dispatcher.hpp"
#include "harness/load/load_plan.hpp"
#include "harness/load/recorder.hpp"
#include "harness/load/socket.hpp"
#include "harness/load/timeout_queue.hpp"
#include "harness/load/waiter.hpp"
#include "harness/load/window.hpp"

namespace harness::load {

/// CPU time a worker used inside the windows.
struct WorkerCpu {
  Nanoseconds used{0};  ///< without the time spent spinning
  Nanoseconds wall{0};
  std::optional<Nanoseconds> in_line{0};  ///< ready, while something else had the CPU; absent: not known
};

/// How far a worker is, for whoever shows it: written once per turn of its loop, read now and then.
struct alignas(64) Published {  // a cache line of its own
  std::atomic<std::uint64_t> answered = 0;
  std::atomic<std::uint64_t> failed = 0;
  std::atomic<std::uint64_t> in_flight = 0;
};

/// What workers and engine tell each other. Moments are announced before they come; Worker::tick says
/// why none is missed. A run goes through: greeting (every connection is answered once, so the server has
/// accepted them all: event loops that take one connection per turn would otherwise let some wait for seconds
/// under load) → load starts → every connection has been answered under that load → window → drain.
struct Shared {
  std::atomic<bool> stop = false;
  std::atomic<std::int64_t> load_starts_ns = 0;  ///< 0 while greeting
  std::atomic<bool> window_known = false;
  Window window;  ///< read only after window_known
  std::atomic<std::size_t> greeted = 0;
  std::atomic<std::size_t> loaded = 0;
  /// Workers that still wait for answers to counted requests. Load goes on until there are none: a request
  /// that was sent shortly before the window closed must not be answered faster because the load has gone.
  std::atomic<int> measuring = 0;    ///< workers that still wait for counted answers
  std::vector<Published> published;  ///< by worker
};

/// Which of the crew a worker is: it takes request `number`, `number + of`, … of the schedule.
struct Seat {
  std::uint64_t number = 0;
  std::uint64_t of = 1;
};

class Worker {
 public:
  Worker(const LoadPlan& plan, const Address& address, const std::vector<http::RequestTemplate>& requests,
         std::size_t connections, Seat seat);

  /// Establishes every connection, a bounded number at a time.
  [[nodiscard]] Result<void> connect_all();

  /// One turn: loads until the window has closed and the drain has ended. May be called again.
  void drive(Shared& shared);

  [[nodiscard]] const Recorder& recorder() const { return recorder_; }
  [[nodiscard]] std::uint64_t new_connections() const { return new_connections_; }
  /// Appends how many answers each connection got inside the windows.
  void add_answers(std::vector<std::uint32_t>& all) const;
  [[nodiscard]] const WorkerCpu& cpu() const { return cpu_; }
  [[nodiscard]] Nanoseconds spin_margin() const { return waiter_.margin(); }

 private:
  enum class Stage : std::uint8_t { kNew, kGreeted, kLoaded };
  enum class State : std::uint8_t { kClosed, kConnecting, kIdle, kInFlight };

  struct Connection {
    Socket socket;
    State state = State::kClosed;
    Stage stage = Stage::kNew;
    std::uint8_t attempts = 0;  ///< that failed in a row, since its last answer; decides the back-off
    bool stamped = false;       ///< the request in flight gets the kernel's timestamps
    std::uint32_t ask = 0;      ///< which of the plan's
    std::uint32_t answers = 0;  ///< inside the windows
    std::uint32_t k = 0;        ///< the random value of the request in flight
    std::size_t written = 0;    ///< bytes of the request the kernel has taken
    Instant intended;
    Instant sent;  ///< while connecting: when that began
    http::ResponseParser parser;
  };

  struct Retry {
    Instant due;
    std::uint32_t index = 0;
  };

  // Connections: worker_connections.cpp
  [[nodiscard]] std::optional<int> open(std::uint32_t index);  ///< errno when it fails at once
  [[nodiscard]] std::size_t may_be_open(Instant now) const;
  void finish_connecting(std::uint32_t index);
  void connecting_failed(std::uint32_t index, int errno_value, Instant now);
  void lose(std::uint32_t index);
  void reopen(std::uint32_t index, Instant now);
  void reopen_due(Instant now);
  void retry_later(std::uint32_t index, Instant now);
  void give_up_connecting(Instant now);

  // From a request to its fate: worker_exchange.cpp
  void send(std::uint32_t index, std::optional<Instant> intended);
  void continue_sending(std::uint32_t index);
  void receive(std::uint32_t index, bool until_closed);
  [[nodiscard]] ssize_t read_into_buffer(const Connection& connection);
  void take(std::uint32_t index, std::string_view bytes, Instant at);
  void answer_complete(std::uint32_t index, Instant done, bool surplus);
  void note_answer(Connection& connection, Instant done);
  void note_stamps(const Connection& connection, Instant done);
  void closed_by_peer(std::uint32_t index, int errno_value);
  void fail(std::uint32_t index, Instant at, Outcome outcome);
  void expire(Instant now);

  // The loop: worker.cpp
  void begin_turn();
  void handle(std::uint32_t index, std::uint32_t events);
  void release(std::uint32_t index);
  [[nodiscard]] Instant tick();
  void learn_start();
  void learn_window();
  [[nodiscard]] bool finished(Instant now);
  void send_on_free(Instant now);
  void start_schedule();
  void dispatch_due(Instant now);
  void send_waiting(Instant now);
  void greet_more();
  void start_due(Instant now);
  void sample_cpu(Instant now);
  void record_unresolved(Instant now);
  void publish() const;
  struct Moment {
    Instant at;
    bool precise = false;  ///< a request is due then
  };
  [[nodiscard]] Moment next_moment(Instant now) const;
  /// Load goes on after the window until every worker has its counted answers.
  [[nodiscard]] bool may_send(Instant now) const {
    return now < window_.closes || (lead_out_ && now < window_.drain_end);
  }

  const LoadPlan& plan_;
  const Address& address_;
  std::vector<http::RequestTemplate> requests_;  ///< one per ask
  Random random_;
  SteadyClock clock_;
  Socket epoll_;  ///< any file descriptor is closed the same way
  http::KnownHeader known_header_;
  std::vector<Connection> connections_;
  TimeoutQueue in_flight_;
  TimeoutQueue connecting_;
  std::vector<std::uint32_t> free_;  ///< closed loop: answered in this turn of the loop
  Seat seat_;
  std::uint32_t next_ask_ = 0;
  int until_stamp_ = 0;                   ///< requests before the next one that is stamped
  std::optional<Instant> kernel_in_;      ///< of the bytes read last, if they were stamped
  std::optional<Schedule> schedule_;      ///< open loop
  std::optional<Dispatcher> dispatcher_;  ///< open loop, once the load has started
  Waiter waiter_;
  std::deque<Retry> retries_;  ///< back-off is constant per attempt count; a scan of a few entries is enough
  Recorder recorder_;
  Window window_;
  Instant latest_;                      ///< when the last bytes came
  Shared* shared_ = nullptr;            ///< set while driving
  std::optional<Instant> load_starts_;  ///< unset while greeting
  bool window_known_ = false;
  bool counted_all_ = false;
  bool lead_out_ = false;
  std::size_t started_ = 0;      ///< connections that have begun their first request of this turn under load
  std::size_t greetings_ = 0;    ///< connections that have been greeted
  std::size_t established_ = 0;  ///< of the initial set
  Instant connecting_since_;     ///< when the initial set was begun
  std::uint64_t new_connections_ = 0;
  WorkerCpu cpu_;
  struct CpuMark {
    Instant at;
    Nanoseconds cpu;
    Nanoseconds spun;
    std::optional<Nanoseconds> in_line;
  };
  std::optional<CpuMark> cpu_at_open_;
  bool cpu_sampled_ = false;                ///< in this window
  std::optional<RunQueueDelay> run_queue_;  ///< of the thread that drives
  std::array<char, 64 * 1024> buffer_{};
  int last_connect_error_ = 0;
};

}  // namespace harness::load
