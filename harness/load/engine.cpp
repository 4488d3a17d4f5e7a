#include "harness/load/engine.hpp"

#include <algorithm>
#include <barrier>
#include <ctime>
#include <exception>
#include <thread>

#include <pthread.h>
#include <sched.h>

#include "harness/load/worker.hpp"
#include "harness/stats/fairness.hpp"

namespace harness::load {
namespace {

constexpr Nanoseconds kPollInterval = milliseconds(50);
/// How long before it comes a moment is announced, so that workers that sleep learn of it in time. One that
/// is held up longer still counts right, see Worker::tick.
constexpr Nanoseconds kNotice = milliseconds(20);
constexpr Nanoseconds kStep = milliseconds(2);

std::size_t share_of(int total, int parts, int part) {
  return static_cast<std::size_t>(total / parts + (part < total % parts ? 1 : 0));
}

void pin_to(const std::vector<int>& cpus, int worker) {
  if (cpus.empty()) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<std::size_t>(cpus[static_cast<std::size_t>(worker) % cpus.size()]), &set);
  ::pthread_setaffinity_np(::pthread_self(), sizeof set, &set);
}

void do_nothing() {}

/// Sleeps until `until`, and does `poll` now and then; false when the observer asked to stop first.
template <typename Poll>
bool sleep_until(Instant until, Observer& observer, Poll poll) {
  const SteadyClock clock;
  for (Instant now = clock.now(); now < until; now = clock.now()) {
    if (observer.stop_requested()) return false;
    poll();
    const Nanoseconds nap = std::min(until - now, kPollInterval);
    const timespec t{nap.count() / 1'000'000'000, nap.count() % 1'000'000'000};
    ::nanosleep(&t, nullptr);
  }
  return !observer.stop_requested();
}

/// The workers, their threads, and the two moments they meet: all connected, and the window is known.
class Crew {
 public:
  Crew(const LoadPlan& plan, const Address& address, const std::vector<http::RequestTemplate>& requests)
      : plan_(plan), meeting_(plan.threads + 1), failures_(static_cast<std::size_t>(plan.threads)) {
    shared_.published = std::vector<Published>(static_cast<std::size_t>(plan.threads));
    for (int i = 0; i < plan.threads; ++i) {
      workers_.push_back(std::make_unique<Worker>(
          plan, address, requests, share_of(plan.connections, plan.threads, i),
          Seat{static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(plan.threads)}));
    }
  }

  Result<void> connect() {
    for (int i = 0; i < plan_.threads; ++i) threads_.emplace_back([this, i] { work(i); });
    meeting_.arrive_and_wait();
    for (const auto& failure : failures_) {
      if (failure) return tl::unexpected(*failure);
    }
    return {};
  }

  /// Not `go` when connecting failed: the threads end without load.
  void release(bool go) {
    go_ = go;
    shared_.measuring = plan_.threads;
    meeting_.arrive_and_wait();
  }
  void start_load(Instant at) {
    shared_.load_starts_ns.store(at.since_start.count(), std::memory_order_relaxed);
  }
  void announce(const Window& window) {
    shared_.window = window;
    shared_.window_known.store(true, std::memory_order_release);
  }
  [[nodiscard]] Progress progress() const {
    Progress all;
    for (const Published& worker : shared_.published) {
      all.answered += worker.answered.load(std::memory_order_relaxed);
      all.failed += worker.failed.load(std::memory_order_relaxed);
      all.in_flight += worker.in_flight.load(std::memory_order_relaxed);
    }
    return all;
  }
  [[nodiscard]] bool all_greeted() const { return all(shared_.greeted); }
  [[nodiscard]] bool all_loaded() const { return all(shared_.loaded); }
  void stop() { shared_.stop.store(true, std::memory_order_relaxed); }
  void join() { threads_.clear(); }
  [[nodiscard]] const std::vector<std::unique_ptr<Worker>>& workers() const { return workers_; }
  [[nodiscard]] const std::vector<std::optional<Error>>& failures() const { return failures_; }

 private:
  [[nodiscard]] bool all(const std::atomic<std::size_t>& connections) const {
    return connections.load(std::memory_order_relaxed) >= static_cast<std::size_t>(plan_.connections);
  }

  void work(int index) {
    auto& failure = failures_[static_cast<std::size_t>(index)];
    Worker& worker = *workers_[static_cast<std::size_t>(index)];
    pin_to(plan_.cpus, index);
    if (const auto connected = worker.connect_all(); !connected) failure = connected.error();
    meeting_.arrive_and_wait();
    meeting_.arrive_and_wait();
    if (!go_) return;
    try {
      worker.drive(shared_);
    } catch (const std::exception& problem) {
      failure = Error{ErrorCode::kEnvironment, fmt::format("a load worker ended: {}", problem.what())};
    }
  }

  const LoadPlan& plan_;
  std::barrier<> meeting_;
  bool go_ = false;
  Shared shared_;
  std::vector<std::optional<Error>> failures_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::jthread> threads_;
};

/// Polls until `reached`, at most until `limit`; false when asked to stop.
template <typename Condition>
bool wait_for(Condition reached, Instant limit, Observer& observer) {
  const SteadyClock clock;
  bool undisturbed = !observer.stop_requested();
  while (undisturbed && !reached() && clock.now() < limit)
    undisturbed = sleep_until(clock.now() + kStep, observer, do_nothing);
  return undisturbed;
}

struct Course {
  Instant load_starts;
  Window window;
};

/// Greets, starts the load, waits until it is what it is going to be, and says when the window opens.
Course lead_in(const LoadPlan& plan, Crew& crew, Observer& observer) {
  const SteadyClock clock;
  wait_for([&] { return crew.all_greeted(); }, clock.now() + plan.lead_in_limit, observer);
  Course course;
  course.load_starts = clock.now() + kNotice;
  crew.start_load(course.load_starts);
  const Nanoseconds lead_in = plan.schedule ? std::max(plan.lead_in, plan.schedule->ramp) : plan.lead_in;
  sleep_until(course.load_starts + lead_in - kNotice, observer, do_nothing);
  // In an open loop the schedule decides how many connections are needed.
  if (!plan.schedule) {
    wait_for([&] { return crew.all_loaded(); }, course.load_starts + lead_in + plan.lead_in_limit, observer);
  }
  course.window.opens = std::max(course.load_starts + lead_in, clock.now() + kNotice);
  course.window.closes = course.window.opens + plan.duration;
  course.window.drain_end = course.window.closes + std::min(plan.timeout, plan.drain);
  crew.announce(course.window);
  return course;
}

LoadResult summarise(const LoadPlan& plan, const Crew& crew, const Window& window) {
  const bool open_loop = plan.schedule.has_value();
  LoadResult result;
  Recorder merged(window, open_loop, plan.interval);
  std::vector<std::uint32_t> answers;
  for (const auto& worker : crew.workers()) {
    merged.merge(worker->recorder());
    worker->add_answers(answers);
    result.new_connections += worker->new_connections();
    const WorkerCpu& cpu = worker->cpu();
    result.client_cpu += cpu.used;
    result.spin_margin = std::max(result.spin_margin, worker->spin_margin());
    if (cpu.wall.count() > 0) {
      result.client_busy_share =
          std::max(result.client_busy_share,
                   static_cast<double>(cpu.used.count()) / static_cast<double>(cpu.wall.count()));
      if (cpu.in_line) {
        result.client_in_line_share =
            std::max(result.client_in_line_share.value_or(0),
                     static_cast<double>(cpu.in_line->count()) / static_cast<double>(cpu.wall.count()));
      }
    }
  }
  result.ledger = merged.ledger();
  result.service = merged.service();
  result.open_loop = merged.open_loop();
  result.failures = merged.failures();
  result.connect = merged.connect();
  result.wire = merged.wire();
  result.tail = merged.tail();
  result.series = merged.series();
  result.jain_index = stats::jain_index(answers);
  result.connections_without_response =
      static_cast<std::uint64_t>(std::count(answers.begin(), answers.end(), 0U));
  result.waited_for_connection = merged.waited_for_connection();
  result.throughput_rps = merged.throughput_rps();
  result.answered_mean_ns = merged.answered_mean_ns();
  result.mean_in_flight = merged.mean_in_flight();
  result.window = window.length();
  result.window_opened = window.opens;
  result.sent_in_all = merged.sent_in_all();
  result.not_ok_in_all = merged.not_ok_in_all();
  result.bytes_in = merged.bytes_in();
  result.bytes_out = merged.bytes_out();
  result.failures_outside_window = merged.failures_outside_window();
  result.first_problem = merged.first_problem();
  return result;
}

Result<std::vector<http::RequestTemplate>> templates_of(const std::vector<Ask>& asks) {
  std::vector<http::RequestTemplate> requests;
  for (const Ask& ask : asks) {
    auto request = http::make_template(ask.request);
    if (!request) return tl::unexpected(request.error());
    requests.push_back(*std::move(request));
  }
  return requests;
}

}  // namespace

Result<LoadResult> run(const LoadPlan& plan, Observer& observer) {
  if (auto valid = validate(plan); !valid) return tl::unexpected(valid.error());
  const auto address = resolve(plan.host, plan.port);
  if (!address) return tl::unexpected(address.error());
  const auto requests = templates_of(plan.asks);
  if (!requests) return tl::unexpected(requests.error());

  Crew crew(plan, *address, *requests);
  if (auto connected = crew.connect(); !connected) {
    crew.release(false);
    crew.join();
    return tl::unexpected(connected.error());
  }

  crew.release(true);
  const auto [load_starts, window] = lead_in(plan, crew, observer);
  bool undisturbed = sleep_until(window.opens, observer, do_nothing);
  if (undisturbed) observer.window_opened();
  undisturbed =
      undisturbed && sleep_until(window.closes, observer, [&] { observer.progress(crew.progress()); });
  if (undisturbed) observer.window_closed();
  if (!undisturbed) crew.stop();
  crew.join();
  observer.drained();

  for (const auto& failure : crew.failures()) {
    if (failure) return tl::unexpected(*failure);
  }
  LoadResult result = summarise(plan, crew, window);
  result.lead_in = window.opens - load_starts;
  result.interrupted = !undisturbed;
  return result;
}

Result<LoadResult> run(const LoadPlan& plan) {
  Observer nobody;
  return run(plan, nobody);
}

}  // namespace harness::load
