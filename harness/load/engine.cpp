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

constexpr Nanoseconds kHeadStart = milliseconds(5);  ///< between releasing the workers and the first request
constexpr Nanoseconds kPollInterval = milliseconds(50);

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

  /// `window` is nullopt when connecting failed: the threads end without load.
  void release(std::optional<Window> window) {
    window_ = window;
    meeting_.arrive_and_wait();
  }
  void stop() { stop_.store(true, std::memory_order_relaxed); }
  void join() { threads_.clear(); }
  [[nodiscard]] const std::vector<std::unique_ptr<Worker>>& workers() const { return workers_; }
  [[nodiscard]] const std::vector<std::optional<Error>>& failures() const { return failures_; }

 private:
  void work(int index) {
    auto& failure = failures_[static_cast<std::size_t>(index)];
    Worker& worker = *workers_[static_cast<std::size_t>(index)];
    pin_to(plan_.cpus, index);
    if (const auto connected = worker.connect_all(); !connected) failure = connected.error();
    meeting_.arrive_and_wait();
    meeting_.arrive_and_wait();
    if (!window_) return;
    try {
      worker.drive(*window_, stop_);
    } catch (const std::exception& problem) {
      failure = Error{ErrorCode::kEnvironment, fmt::format("a load worker ended: {}", problem.what())};
    }
  }

  const LoadPlan& plan_;
  std::barrier<> meeting_;
  std::optional<Window> window_;
  std::atomic<bool> stop_ = false;
  std::vector<std::optional<Error>> failures_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::jthread> threads_;
};

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
  result.mean_in_flight = merged.mean_in_flight();
  result.window = window.length();
  result.window_opened = window.opens;
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
    crew.release(std::nullopt);
    crew.join();
    return tl::unexpected(connected.error());
  }

  Window window;
  window.start = SteadyClock{}.now() + kHeadStart;
  window.opens = window.start + plan.lead_in;
  window.closes = window.opens + plan.duration;
  window.drain_end = window.closes + std::min(plan.timeout, plan.drain);
  crew.release(window);

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
  result.interrupted = !undisturbed;
  return result;
}

Result<LoadResult> run(const LoadPlan& plan) {
  Observer nobody;
  return run(plan, nobody);
}

}  // namespace harness::load
