#include "harness/load/worker.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>

namespace harness::load {
namespace {

constexpr std::size_t kGreetingsAtOnce = 256;
constexpr std::size_t kBodyKept = std::size_t{1} << 20;
/// Answers read before the next requests are sent. Each wait in the hand of the client, so that "always in
/// flight" is a little less than true: with 4, by 3 % of 64 connections when the client is saturated, and not
/// visibly when it is not. Measured against the null server: 5 % less CPU per request than with 1, and with
/// 64, 9 % (but then Little's law misses 39 % of the requests in flight).
constexpr std::size_t kTurn = 4;
constexpr Nanoseconds kLongestWait = milliseconds(50);  ///< so that a stop request is noticed

Nanoseconds thread_cpu_time() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return Nanoseconds(t.tv_sec * 1'000'000'000LL + t.tv_nsec);
}

}  // namespace

Worker::Worker(const LoadPlan& plan, const Address& address,
               const std::vector<http::RequestTemplate>& requests, std::size_t connections, Seat seat)
    : plan_(plan),
      address_(address),
      requests_(requests),
      random_(random_stream(plan.seed, {seat.number}).next()),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      connections_(connections),
      in_flight_(connections),
      connecting_(connections),
      seat_(seat),
      next_ask_(static_cast<std::uint32_t>(seat.number % plan.asks.size())),
      waiter_(plan.schedule ? plan.spin : Spin::kNever),
      recorder_(plan.schedule.has_value(), plan.interval) {
  if (plan.schedule) schedule_.emplace(*plan.schedule);
  for (Connection& connection : connections_)
    connection.parser = http::ResponseParser(kBodyKept, &known_header_);
}

void Worker::drive(Shared& shared) {
  shared_ = &shared;
  begin_turn();
  std::array<epoll_event, 512> events{};
  Instant now = tick();
  while (!shared.stop.load(std::memory_order_relaxed) && !finished(now)) {
    sample_cpu(now);
    const Moment next = next_moment(now);
    const int ready = waiter_.wait(epoll_.fd(), events, now, next.at, next.precise);
    learn_start();
    for (int i = 0; i < ready; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      handle(event.data.u32, event.events);
      if (free_.size() == kTurn) send_on_free(now);
      if (dispatcher_) dispatch_due(latest_);
    }
    now = tick();
    send_on_free(now);
    if (!load_starts_) greet_more();
    if (load_starts_ && !schedule_) start_due(now);
    if (dispatcher_) dispatch_due(now);
    if (!retries_.empty()) reopen_due(now);
    expire(now);
    give_up_connecting(now);
    publish();
  }
  sample_cpu(now);
  record_unresolved(now);
  recorder_.finish();
}

/// Forgets the window before this one. Connections that were lost after it, or still owe it an answer, are
/// opened again.
void Worker::begin_turn() {
  run_queue_.emplace();
  window_ = {};
  window_known_ = false;
  load_starts_.reset();
  dispatcher_.reset();
  counted_all_ = false;
  lead_out_ = false;
  started_ = 0;
  cpu_sampled_ = false;
  free_.clear();
  retries_.clear();
  const Instant now = clock_.now();
  for (std::uint32_t index = 0; index < connections_.size(); ++index) {
    Connection& connection = connections_[index];
    if (connection.stage == Stage::kLoaded) connection.stage = Stage::kGreeted;
    if (connection.state == State::kInFlight || connection.state == State::kClosed) reopen(index, now);
  }
}

/// Answers first, requests afterwards: a request between two reads would make the answers behind it look
/// slower than they came, and would wake a server that has just gone to sleep once per request instead of
/// once per turn.
void Worker::send_on_free(Instant now) {
  for (const std::uint32_t index : free_) {
    if (connections_[index].state == State::kIdle && may_send(now)) send(index, std::nullopt);
  }
  free_.clear();
}

/// An idle connection may take a request: in a closed loop its own next one, in an open loop one that is due.
void Worker::release(std::uint32_t index) {
  dispatcher_ ? dispatcher_->freed(index) : free_.push_back(index);
}

void Worker::start_schedule() {
  dispatcher_.emplace(plan_.dispatch, Cursor(*schedule_, seat_.number, seat_.of), *load_starts_,
                      connections_.size());
  for (std::uint32_t index = 0; index < connections_.size(); ++index) {
    if (connections_[index].state == State::kIdle) dispatcher_->freed(index);
  }
}

void Worker::dispatch_due(Instant now) {
  send_waiting(now);
  while (dispatcher_->next_due() <= now && may_send(dispatcher_->next_due())) {
    const Instant intended = dispatcher_->admit();
    recorder_.scheduled(intended);
    const std::size_t waiting = dispatcher_->waiting();
    send_waiting(now);
    if (dispatcher_->waiting() == waiting) recorder_.waits_for_connection(intended);
  }
}

void Worker::send_waiting(Instant now) {
  while (const auto job = dispatcher_->next()) {
    if (plan_.deadline && now - job->intended > *plan_.deadline) {
      recorder_.shed(job->intended);
      dispatcher_->freed(job->connection);
    } else {
      send(job->connection, job->intended);
    }
  }
}

/// A time that is going to be recorded. The clock is read first and the announcement after it: while there is
/// none, the window opens later than the time returned, however long this thread is held up in between.
Instant Worker::tick() {
  const Instant now = clock_.now();
  if (!window_known_) learn_window();
  return now;
}

void Worker::learn_start() {
  if (load_starts_) return;
  const std::int64_t ns = shared_->load_starts_ns.load(std::memory_order_relaxed);
  if (ns == 0) return;
  load_starts_ = Instant{Nanoseconds(ns)};
  if (schedule_) start_schedule();
}

void Worker::learn_window() {
  if (shared_ == nullptr || !shared_->window_known.load(std::memory_order_acquire)) return;
  window_known_ = true;
  window_ = shared_->window;
  recorder_.measure(window_);
}

void Worker::greet_more() {
  while (greetings_ < connections_.size() && in_flight_.size() < kGreetingsAtOnce) {
    const auto index = static_cast<std::uint32_t>(greetings_++);
    if (connections_[index].state == State::kIdle) send(index, std::nullopt);
  }
}

/// After the window: keeps up the load until the last worker has its counted answers, then lets the rest come
/// in.
bool Worker::finished(Instant now) {
  if (now < window_.closes) return false;
  if (now >= window_.drain_end) return true;
  if (!counted_all_ && recorder_.unanswered() == 0) {
    counted_all_ = true;
    shared_->measuring.fetch_sub(1, std::memory_order_relaxed);
  }
  lead_out_ = shared_->measuring.load(std::memory_order_relaxed) > 0;
  return !lead_out_ && in_flight_.size() == 0;
}

/// The connections start one after the other over the lead-in: starting all connections at one instant would
/// make them march in step for the whole run (an endpoint that waits 50 ms would see bursts every 50 ms).
void Worker::start_due(Instant now) {
  if (started_ == connections_.size() || now < *load_starts_) return;
  const double share = plan_.lead_in.count() == 0 ? 1.0
                                                  : static_cast<double>((now - *load_starts_).count()) /
                                                        static_cast<double>(plan_.lead_in.count());
  const auto all = static_cast<double>(connections_.size());
  const auto due = static_cast<std::size_t>(std::min(all, 1 + share * all));
  while (started_ < due) {
    const auto index = static_cast<std::uint32_t>(started_++);
    if (connections_[index].state == State::kIdle && may_send(now)) send(index, std::nullopt);
  }
}

Worker::Moment Worker::next_moment(Instant now) const {
  Instant wake = now + kLongestWait;
  if (!window_known_) wake = std::min(wake, now + milliseconds(1));  // greeting and lead-in go by small steps
  if (const auto oldest = in_flight_.oldest())
    wake = std::min(wake, connections_[*oldest].sent + plan_.timeout);
  if (const auto oldest = connecting_.oldest())
    wake = std::min(wake, connections_[*oldest].sent + plan_.connect_timeout);
  for (const Retry& retry : retries_) wake = std::min(wake, retry.due);
  wake = std::min(wake, now < window_.closes ? window_.closes : window_.drain_end);
  if (!dispatcher_ || !may_send(dispatcher_->next_due())) return {wake, false};
  const bool precise = dispatcher_->next_due() <= wake;
  return {precise ? dispatcher_->next_due() : wake, precise};
}

void Worker::handle(std::uint32_t index, std::uint32_t events) {
  Connection& connection = connections_[index];
  if (connection.state == State::kClosed) return;
  if (connection.state == State::kConnecting) {
    if ((events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) == 0) return;
    finish_connecting(index);
    return;
  }
  if ((events & EPOLLOUT) != 0 && connection.state == State::kInFlight &&
      connection.written < requests_[connection.ask].bytes().size()) {
    continue_sending(index);
  }
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLERR | EPOLLHUP)) != 0 && connection.socket.is_open()) {
    receive(index, (events & (EPOLLRDHUP | EPOLLERR | EPOLLHUP)) != 0);
  }
}

void Worker::sample_cpu(Instant now) {
  if (cpu_sampled_) return;
  if (now >= window_.opens && !cpu_at_open_)
    cpu_at_open_ = {now, thread_cpu_time(), waiter_.spun(), run_queue_->read()};
  if (now >= window_.closes && cpu_at_open_) {
    const Nanoseconds spun = waiter_.spun() - cpu_at_open_->spun;
    cpu_.used += std::max(thread_cpu_time() - cpu_at_open_->cpu - spun, Nanoseconds(0));
    cpu_.wall += now - cpu_at_open_->at;
    const auto in_line = run_queue_->read();
    if (in_line && cpu_at_open_->in_line && cpu_.in_line)
      *cpu_.in_line += *in_line - *cpu_at_open_->in_line;
    else
      cpu_.in_line.reset();
    cpu_at_open_.reset();
    cpu_sampled_ = true;
  }
}

void Worker::publish() const {
  Published& out = shared_->published[seat_.number];
  out.answered.store(recorder_.ledger().ok, std::memory_order_relaxed);
  out.failed.store(recorder_.ledger().failed(), std::memory_order_relaxed);
  out.in_flight.store(in_flight_.size(), std::memory_order_relaxed);
}

void Worker::record_unresolved(Instant now) {
  while (const auto oldest = in_flight_.oldest()) {
    recorder_.unresolved({connections_[*oldest].intended, connections_[*oldest].sent, now});
    in_flight_.remove(*oldest);
  }
  if (!dispatcher_) return;
  while (const auto intended = dispatcher_->abandon()) recorder_.never_dispatched(*intended);
}

void Worker::add_answers(std::vector<std::uint32_t>& all) const {
  for (const Connection& connection : connections_) all.push_back(connection.answers);
}

}  // namespace harness::load
