#include "harness/load/worker.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>

namespace harness::load {
namespace {

constexpr std::size_t kConnectingAtOnce = 100;  ///< the smallest common accept backlog
constexpr std::size_t kGreetingsAtOnce = 256;
constexpr Nanoseconds kFirstBackOff = milliseconds(5);
constexpr int kMaxDoublings = 5;
constexpr int kLongestWaitMs = 50;  ///< so that a stop request is noticed
constexpr std::uint32_t kInterest = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;

Nanoseconds thread_cpu_time() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return Nanoseconds(t.tv_sec * 1'000'000'000LL + t.tv_nsec);
}

}  // namespace

Worker::Worker(const LoadPlan& plan, const Address& address, http::RequestTemplate request,
               std::size_t connections, std::uint64_t seed)
    : plan_(plan),
      address_(address),
      request_(std::move(request)),
      random_(seed),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      connections_(connections),
      in_flight_(connections) {}

// ---- connecting -------------------------------------------------------------------------------------------

Result<void> Worker::connect_all() {
  const Instant give_up = clock_.now() + plan_.connect_patience;
  std::array<epoll_event, kConnectingAtOnce> events{};
  std::size_t opened = 0;
  while (established_ < connections_.size()) {
    while (opened < connections_.size() && opened - established_ < kConnectingAtOnce) {
      if (const auto failure = open(static_cast<std::uint32_t>(opened))) {
        return environment_error(
            "{}", errno_message(fmt::format("cannot open connection {} of {} to {}:{}", opened + 1,
                                            connections_.size(), plan_.host, plan_.port),
                                *failure));
      }
      ++opened;
    }
    const int ready =
        ::epoll_wait(epoll_.fd(), events.data(), static_cast<int>(events.size()), kLongestWaitMs);
    for (int i = 0; i < ready; ++i)
      handle(events[static_cast<std::size_t>(i)].data.u32, events[static_cast<std::size_t>(i)].events);
    if (last_connect_error_ != 0) {
      return environment_error(
          "{}; is a server listening there?",
          errno_message(fmt::format("cannot connect to {}:{}", plan_.host, plan_.port), last_connect_error_));
    }
    if (clock_.now() > give_up) {
      return environment_error(
          "only {} of {} connections to {}:{} were established within {}: the server accepts too "
          "slowly or its backlog is full",
          established_, connections_.size(), plan_.host, plan_.port, human(plan_.connect_patience));
    }
  }
  return {};
}

std::optional<int> Worker::open(std::uint32_t index) {
  Connection& connection = connections_[index];
  auto socket = start_connecting(address_);
  if (!socket) return socket.error();
  connection.socket = std::move(*socket);
  epoll_event event{};
  event.events = kInterest;
  event.data.u32 = index;
  if (::epoll_ctl(epoll_.fd(), EPOLL_CTL_ADD, connection.socket.fd(), &event) != 0) return errno;
  connection.state = State::kConnecting;
  return std::nullopt;
}

void Worker::finish_connecting(std::uint32_t index) {
  Connection& connection = connections_[index];
  const int failure = connect_outcome(connection.socket.fd());
  if (failure == 0) {
    connection.state = State::kIdle;
    connection.attempts = 0;
    ++established_;
    if (shared_ == nullptr) return;
    ++new_connections_;
    if (may_send(clock_.now())) send_next(index);
    return;
  }
  connection.socket.close();
  connection.state = State::kClosed;
  if (shared_ == nullptr) {
    last_connect_error_ = failure;
    return;
  }
  const Instant now = clock_.now();
  recorder_.connect_failed(now);
  recorder_.explain(errno_message("reconnecting failed", failure));
  retry_later(index, now);
}

void Worker::reopen(std::uint32_t index, Instant now) {
  connections_[index].socket.close();  // closing also leaves the epoll set
  connections_[index].state = State::kClosed;
  if (!may_send(now)) return;
  if (const auto failure = open(index)) {
    recorder_.connect_failed(now);
    recorder_.explain(errno_message("reconnecting failed", *failure));
    connections_[index].socket.close();
    connections_[index].state = State::kClosed;
    retry_later(index, now);
  }
}

void Worker::retry_later(std::uint32_t index, Instant now) {
  Connection& connection = connections_[index];
  const int doublings = std::min<int>(connection.attempts, kMaxDoublings);
  if (connection.attempts < kMaxDoublings) ++connection.attempts;
  retries_.push_back({now + kFirstBackOff * (1 << doublings), index});
}

void Worker::reopen_due(Instant now) {
  for (std::size_t left = retries_.size(); left > 0; --left) {
    const Retry retry = retries_.front();
    retries_.pop_front();
    if (retry.due <= now) {
      reopen(retry.index, now);
    } else {
      retries_.push_back(retry);
    }
  }
}

// ---- driving ----------------------------------------------------------------------------------------------

void Worker::drive(Shared& shared) {
  shared_ = &shared;
  std::array<epoll_event, 512> events{};
  Instant now = clock_.now();
  while (!shared.stop.load(std::memory_order_relaxed) && !finished(now)) {
    sample_cpu(now);
    const int ready = ::epoll_wait(epoll_.fd(), events.data(), static_cast<int>(events.size()), wait_ms(now));
    learn();
    for (int i = 0; i < ready; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      handle(event.data.u32, event.events);
    }
    now = clock_.now();
    if (!load_starts_) greet_more();
    if (load_starts_) start_due(now);
    if (!retries_.empty()) reopen_due(now);
    expire(now);
  }
  sample_cpu(now);
  record_unresolved(now);
}

/// The engine publishes each moment well before it comes, see kNotice in engine.cpp.
void Worker::learn() {
  if (window_known_) return;
  if (const std::int64_t ns = shared_->load_starts_ns.load(std::memory_order_relaxed); ns != 0) {
    load_starts_ = Instant{Nanoseconds(ns)};
  }
  if (!shared_->window_known.load(std::memory_order_acquire)) return;
  window_known_ = true;
  window_ = shared_->window;
  recorder_.measure(window_);
}

void Worker::greet_more() {
  while (greetings_ < connections_.size() && in_flight_.size() < kGreetingsAtOnce) {
    const auto index = static_cast<std::uint32_t>(greetings_++);
    if (connections_[index].state == State::kIdle) send_next(index);
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
    if (connections_[index].state == State::kIdle && may_send(now)) send_next(index);
  }
}

int Worker::wait_ms(Instant now) const {
  Instant wake = now + milliseconds(kLongestWaitMs);
  if (!window_known_) wake = std::min(wake, now + milliseconds(1));  // greeting and lead-in go by small steps
  if (const auto oldest = in_flight_.oldest())
    wake = std::min(wake, connections_[*oldest].sent + plan_.timeout);
  for (const Retry& retry : retries_) wake = std::min(wake, retry.due);
  wake = std::min(wake, now < window_.closes ? window_.closes : window_.drain_end);
  if (wake <= now) return 0;
  return static_cast<int>(((wake - now).count() + 999'999) / 1'000'000);
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
      connection.written < request_.bytes().size()) {
    continue_sending(index);
  }
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLERR | EPOLLHUP)) != 0 && connection.socket.is_open()) {
    receive(index, (events & (EPOLLRDHUP | EPOLLERR | EPOLLHUP)) != 0);
  }
}

void Worker::send_next(std::uint32_t index) {
  Connection& connection = connections_[index];
  if (request_.varies()) connection.k = static_cast<std::uint32_t>(random_.next() >> 32);
  connection.parser.expect(plan_.request.method == "HEAD");
  connection.written = 0;
  connection.state = State::kInFlight;
  connection.sent = clock_.now();
  in_flight_.push_newest(index);
  recorder_.sent(connection.sent);
  continue_sending(index);
}

void Worker::continue_sending(std::uint32_t index) {
  Connection& connection = connections_[index];
  if (request_.varies())
    request_.patch(connection.k);  // the bytes are shared by all connections of this worker
  const std::string_view rest = request_.bytes().substr(connection.written);
  const ssize_t taken = ::send(connection.socket.fd(), rest.data(), rest.size(), MSG_NOSIGNAL);
  if (taken >= 0) {
    connection.written += static_cast<std::size_t>(taken);
    recorder_.moved(0, static_cast<std::uint64_t>(taken), connection.sent);
  } else if (errno != EAGAIN && errno != EINTR) {
    closed_by_peer(index, errno);
  }
}

void Worker::receive(std::uint32_t index, bool until_closed) {
  for (;;) {
    Connection& connection = connections_[index];
    const ssize_t got = ::recv(connection.socket.fd(), buffer_.data(), buffer_.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
      closed_by_peer(index, got < 0 ? errno : 0);
      return;
    }
    const int fd = connection.socket.fd();
    take(index, {buffer_.data(), static_cast<std::size_t>(got)}, clock_.now());
    // A read shorter than the buffer has emptied the socket: what arrives later raises a new edge.
    if (!until_closed && static_cast<std::size_t>(got) < buffer_.size()) return;
    if (connection.socket.fd() != fd || connection.state == State::kConnecting) return;
  }
}

void Worker::take(std::uint32_t index, std::string_view bytes, Instant at) {
  Connection& connection = connections_[index];
  recorder_.moved(bytes.size(), 0, at);
  if (connection.state != State::kInFlight) {
    recorder_.explain(fmt::format("{} bytes nobody asked for", bytes.size()));
    reopen(index, at);
    return;
  }
  const auto fed = connection.parser.feed(bytes);
  if (fed.status == http::ResponseParser::Status::kComplete) {
    answer_complete(index, at, fed.consumed < bytes.size());
  } else if (fed.status == http::ResponseParser::Status::kMalformed) {
    recorder_.explain(fmt::format("malformed answer: {}", connection.parser.problem()));
    fail(index, at, Outcome::kBadResponse);
  }
}

void Worker::answer_complete(std::uint32_t index, Instant done, bool surplus) {
  Connection& connection = connections_[index];
  const http::ResponseParser& answer = connection.parser;
  Outcome outcome =
      plan_.expectation.check(answer.status_code(), answer.body(), answer.body_length(), connection.k);
  if (surplus) outcome = Outcome::kBadResponse;
  if (outcome != Outcome::kOk) {
    recorder_.explain(
        surplus ? "more bytes than one answer"
                : plan_.expectation.explain(answer.status_code(), answer.body(), answer.body_length()));
  }
  if (surplus || !answer.keep_alive() || connection.written < request_.bytes().size()) {
    fail(index, done, outcome);
    return;
  }
  in_flight_.remove(index);
  connection.state = State::kIdle;
  recorder_.finished(connection.sent, done, outcome);
  note_answer(connection, done);
  if (load_starts_ && may_send(done)) send_next(index);
}

void Worker::note_answer(Connection& connection, Instant done) {
  if (connection.stage == Stage::kNew) shared_->greeted.fetch_add(1, std::memory_order_relaxed);
  if (connection.stage != Stage::kLoaded) {
    connection.stage = load_starts_ ? Stage::kLoaded : Stage::kGreeted;
    if (load_starts_) shared_->loaded.fetch_add(1, std::memory_order_relaxed);
  }
  if (window_.counts(done)) connection.answered = true;
}

void Worker::closed_by_peer(std::uint32_t index, int errno_value) {
  Connection& connection = connections_[index];
  const Instant now = clock_.now();
  if (connection.state != State::kInFlight) {  // an idle connection was closed: not a request's fault
    if (shared_ != nullptr && connection.state == State::kIdle) {
      reopen(index, now);
    } else {
      connection.socket.close();
      connection.state = State::kClosed;
      last_connect_error_ = errno_value != 0 ? errno_value : ECONNRESET;
    }
    return;
  }
  if (errno_value == 0 && connection.parser.started() &&
      connection.parser.finish_at_eof() == http::ResponseParser::Status::kComplete) {
    answer_complete(index, now, false);
    return;
  }
  recorder_.explain(errno_value == 0 ? "closed before the answer was complete"
                                     : errno_message("connection lost", errno_value));
  fail(index, now, connection.parser.started() ? Outcome::kResetMidBody : Outcome::kResetBeforeByte);
}

/// Ends the request in flight with `outcome` and replaces its connection. Also used for an ok answer that
/// says `Connection: close`.
void Worker::fail(std::uint32_t index, Instant at, Outcome outcome) {
  Connection& connection = connections_[index];
  in_flight_.remove(index);
  recorder_.finished(connection.sent, at, outcome);
  if (outcome == Outcome::kOk) note_answer(connection, at);
  reopen(index, at);
}

void Worker::expire(Instant now) {
  while (const auto oldest = in_flight_.oldest()) {
    const Instant due = connections_[*oldest].sent + plan_.timeout;
    if (due > now) return;
    recorder_.explain(fmt::format("no answer within {}", human(plan_.timeout)));
    fail(*oldest, now, Outcome::kTimeout);
  }
}

// ---- accounting -------------------------------------------------------------------------------------------

void Worker::sample_cpu(Instant now) {
  if (now >= window_.opens && !cpu_at_open_) cpu_at_open_ = {now, thread_cpu_time()};
  if (now >= window_.closes && cpu_at_open_ && cpu_.wall.count() == 0) {
    cpu_ = {thread_cpu_time() - cpu_at_open_->second, now - cpu_at_open_->first};
  }
}

void Worker::record_unresolved(Instant now) {
  while (const auto oldest = in_flight_.oldest()) {
    recorder_.unresolved(connections_[*oldest].sent, now);
    in_flight_.remove(*oldest);
  }
}

std::uint64_t Worker::connections_without_response() const {
  return static_cast<std::uint64_t>(std::count_if(connections_.begin(), connections_.end(),
                                                  [](const Connection& c) { return !c.answered; }));
}

}  // namespace harness::load
