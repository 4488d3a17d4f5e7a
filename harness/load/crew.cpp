#include "harness/load/crew.hpp"

#include <exception>

#include <pthread.h>
#include <sched.h>

namespace harness::load {
namespace {

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

}  // namespace

Crew::Crew(const LoadPlan& plan, const Address& address, const std::vector<http::RequestTemplate>& requests)
    : plan_(plan), meeting_(plan.threads + 1), failures_(static_cast<std::size_t>(plan.threads)) {
  shared_.published = std::vector<Published>(static_cast<std::size_t>(plan.threads));
  for (int i = 0; i < plan.threads; ++i) {
    workers_.push_back(std::make_unique<Worker>(
        plan, address, requests, share_of(plan.connections, plan.threads, i),
        Seat{static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(plan.threads)}));
  }
}

Crew::~Crew() {
  dismissed_ = true;
  if (!threads_.empty()) meeting_.arrive_and_wait();
}

Result<void> Crew::connect() {
  for (int i = 0; i < plan_.threads; ++i) threads_.emplace_back([this, i] { work(i); });
  meeting_.arrive_and_wait();
  return first_failure();
}

void Crew::begin_turn() {
  shared_.measuring = plan_.threads;
  shared_.load_starts_ns.store(0, std::memory_order_relaxed);
  shared_.window_known.store(false, std::memory_order_relaxed);
  shared_.loaded.store(0, std::memory_order_relaxed);
  meeting_.arrive_and_wait();
}

void Crew::start_load(Instant at) {
  shared_.load_starts_ns.store(at.since_start.count(), std::memory_order_relaxed);
}

void Crew::announce(const Window& window) {
  shared_.window = window;
  shared_.window_known.store(true, std::memory_order_release);
}

Result<void> Crew::end_turn() {
  meeting_.arrive_and_wait();
  return first_failure();
}

Progress Crew::progress() const {
  Progress all;
  for (const Published& worker : shared_.published) {
    all.answered += worker.answered.load(std::memory_order_relaxed);
    all.failed += worker.failed.load(std::memory_order_relaxed);
    all.in_flight += worker.in_flight.load(std::memory_order_relaxed);
  }
  return all;
}

bool Crew::all(const std::atomic<std::size_t>& connections) const {
  return connections.load(std::memory_order_relaxed) >= static_cast<std::size_t>(plan_.connections);
}

Result<void> Crew::first_failure() const {
  for (const auto& failure : failures_) {
    if (failure) return tl::unexpected(*failure);
  }
  return {};
}

void Crew::work(int index) {
  auto& failure = failures_[static_cast<std::size_t>(index)];
  Worker& worker = *workers_[static_cast<std::size_t>(index)];
  pin_to(plan_.cpus, index);
  if (const auto connected = worker.connect_all(); !connected) failure = connected.error();
  meeting_.arrive_and_wait();
  for (;;) {
    meeting_.arrive_and_wait();
    if (dismissed_) return;
    try {
      worker.drive(shared_);
    } catch (const std::exception& problem) {
      failure = Error{ErrorCode::kEnvironment, fmt::format("a load worker ended: {}", problem.what())};
    }
    meeting_.arrive_and_wait();
  }
}

}  // namespace harness::load
