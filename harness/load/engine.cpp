#include "harness/load/engine.hpp"

#include <algorithm>
#include <barrier>
#include <ctime>
#include <exception>
#include <thread>

#include <pthread.h>
#include <sched.h>

#include "harness/load/worker.hpp"

namespace harness::load {
namespace {

constexpr Nanoseconds kPollInterval = milliseconds(50);
/// How long before it comes a moment is announced: longer than a worker can be busy with one batch of events.
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

/// Sleeps until `until`; false when the observer asked to stop first.
bool sleep_until(Instant until, Observer& observer) {
  const SteadyClock clock;
  for (Instant now = clock.now(); now < until; now = clock.now()) {
    if (observer.stop_requested()) return false;
    const Nanoseconds nap = std::min(until - now, kPollInterval);
    const timespec t{nap.count() / 1'000'000'000, nap.count() % 1'000'000'000};
    ::nanosleep(&t, nullptr);
  }
  return !observer.stop_requested();
}

/// The workers, their threads, and the two moments they meet: all connected, and the window is known.
class Crew {
 public:
  Crew(const LoadPlan& plan, const Address& address, const http::RequestTemplate& request)
      : plan_(plan), meeting_(plan.threads + 1), failures_(static_cast<std::size_t>(plan.threads)) {
    for (int i = 0; i < plan.threads; ++i) {
      workers_.push_back(
          std::make_unique<Worker>(plan, address, request, share_of(plan.connections, plan.threads, i),
                                   random_stream(plan.seed, {static_cast<std::uint64_t>(i)}).next()));
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
    undisturbed = sleep_until(clock.now() + kStep, observer);
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
  sleep_until(course.load_starts + plan.lead_in - kNotice, observer);
  wait_for([&] { return crew.all_loaded(); }, course.load_starts + plan.lead_in + plan.lead_in_limit,
           observer);
  course.window.opens = std::max(course.load_starts + plan.lead_in, clock.now() + kNotice);
  course.window.closes = course.window.opens + plan.duration;
  course.window.drain_end = course.window.closes + std::min(plan.timeout, plan.drain);
  crew.announce(course.window);
  return course;
}

LoadResult summarise(const Crew& crew, const Window& window) {
  LoadResult result;
  Recorder merged(window);
  for (const auto& worker : crew.workers()) {
    merged.merge(worker->recorder());
    result.new_connections += worker->new_connections();
    result.connections_without_response += worker->connections_without_response();
    const WorkerCpu& cpu = worker->cpu();
    result.client_cpu += cpu.used;
    if (cpu.wall.count() > 0) {
      result.client_busy_share =
          std::max(result.client_busy_share,
                   static_cast<double>(cpu.used.count()) / static_cast<double>(cpu.wall.count()));
    }
  }
  result.ledger = merged.ledger();
  result.service = merged.service();
  result.throughput_rps = merged.throughput_rps();
  result.answered_mean_ns = merged.answered_mean_ns();
  result.mean_in_flight = merged.mean_in_flight();
  result.window = window.length();
  result.window_opened = window.opens;
  result.sent_in_all = merged.sent_in_all();
  result.bytes_in = merged.bytes_in();
  result.bytes_out = merged.bytes_out();
  result.failures_outside_window = merged.failures_outside_window();
  result.first_problem = merged.first_problem();
  return result;
}

}  // namespace

Result<void> validate(const LoadPlan& plan) {
  std::vector<std::string> problems;
  if (plan.port == 0) problems.emplace_back("port: 0 is not a port; name the server's port");
  if (plan.connections < 1)
    problems.push_back(fmt::format("connections: {} must be at least 1", plan.connections));
  if (plan.threads < 1) problems.push_back(fmt::format("threads: {} must be at least 1", plan.threads));
  if (plan.threads > std::max(plan.connections, 1)) {
    problems.push_back(
        fmt::format("threads: {} is more than the {} connections; each thread needs at least one",
                    plan.threads, plan.connections));
  }
  if (plan.duration <= Nanoseconds(0)) problems.emplace_back("duration: must be longer than 0");
  if (plan.timeout <= Nanoseconds(0)) problems.emplace_back("timeout: must be longer than 0");
  if (problems.empty()) return {};
  return tl::unexpected(joined(ErrorCode::kUsage, problems));
}

Result<LoadResult> run(const LoadPlan& plan, Observer& observer) {
  if (auto valid = validate(plan); !valid) return tl::unexpected(valid.error());
  const auto address = resolve(plan.host, plan.port);
  if (!address) return tl::unexpected(address.error());
  auto request = http::make_template(plan.request);
  if (!request) return tl::unexpected(request.error());

  Crew crew(plan, *address, *request);
  if (auto connected = crew.connect(); !connected) {
    crew.release(false);
    crew.join();
    return tl::unexpected(connected.error());
  }

  crew.release(true);
  const auto [load_starts, window] = lead_in(plan, crew, observer);
  bool undisturbed = sleep_until(window.opens, observer);
  if (undisturbed) observer.window_opened();
  undisturbed = undisturbed && sleep_until(window.closes, observer);
  if (undisturbed) observer.window_closed();
  if (!undisturbed) crew.stop();
  crew.join();
  observer.drained();

  for (const auto& failure : crew.failures()) {
    if (failure) return tl::unexpected(*failure);
  }
  LoadResult result = summarise(crew, window);
  result.lead_in = window.opens - load_starts;
  result.interrupted = !undisturbed;
  return result;
}

Result<LoadResult> run(const LoadPlan& plan) {
  Observer nobody;
  return run(plan, nobody);
}

}  // namespace harness::load
