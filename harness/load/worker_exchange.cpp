// The part of Worker that takes a request from being sent to its one fate.
#include <cerrno>

#include "harness/load/kernel_stamps.hpp"
#include "harness/load/worker.hpp"

namespace harness::load {

/// Without a time it was intended for, it is intended for now.
void Worker::send(std::uint32_t index, std::optional<Instant> intended) {
  Connection& connection = connections_[index];
  connection.ask = next_ask_;
  if (++next_ask_ == requests_.size()) next_ask_ = 0;
  if (requests_[connection.ask].varies()) connection.k = static_cast<std::uint32_t>(random_.next() >> 32);
  connection.parser.expect(plan_.asks[connection.ask].request.method == "HEAD");
  connection.stamped = plan_.stamp_one_in > 0 && --until_stamp_ < 0;
  if (connection.stamped) until_stamp_ = plan_.stamp_one_in - 1;
  connection.written = 0;
  connection.state = State::kInFlight;
  connection.sent = tick();
  in_flight_.push_newest(index);
  connection.intended = intended.value_or(connection.sent);
  if (!intended) recorder_.scheduled(connection.sent);
  recorder_.sent();
  continue_sending(index);
}

void Worker::continue_sending(std::uint32_t index) {
  Connection& connection = connections_[index];
  http::RequestTemplate& request = requests_[connection.ask];
  if (request.varies())
    request.patch(connection.k);  // its bytes are shared by all connections of this worker
  const std::string_view rest = request.bytes().substr(connection.written);
  const int fd = connection.socket.fd();
  const ssize_t taken =
      connection.stamped ? send_stamped(fd, rest) : ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
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
    const ssize_t got = read_into_buffer(connection);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
      closed_by_peer(index, got < 0 ? errno : 0);
      return;
    }
    const int fd = connection.socket.fd();
    latest_ = tick();
    take(index, {buffer_.data(), static_cast<std::size_t>(got)}, latest_);
    // A read shorter than the buffer has emptied the socket: what arrives later raises a new edge.
    if (!until_closed && static_cast<std::size_t>(got) < buffer_.size()) return;
    if (connection.socket.fd() != fd || connection.state == State::kConnecting) return;
  }
}

ssize_t Worker::read_into_buffer(const Connection& connection) {
  const int fd = connection.socket.fd();
  if (!connection.stamped) return ::recv(fd, buffer_.data(), buffer_.size(), 0);
  kernel_in_.reset();
  return receive_stamped(fd, buffer_, kernel_in_);
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
  const Expectation& expectation = plan_.asks[connection.ask].expectation;
  Outcome outcome =
      expectation.check(answer.status_code(), answer.body(), answer.body_length(), connection.k);
  if (surplus) outcome = Outcome::kBadResponse;
  if (outcome != Outcome::kOk) {
    recorder_.explain(surplus
                          ? "more bytes than one answer"
                          : expectation.explain(answer.status_code(), answer.body(), answer.body_length()));
  }
  if (surplus || !answer.keep_alive() || connection.written < requests_[connection.ask].bytes().size()) {
    fail(index, done, outcome);
    return;
  }
  if (connection.stamped && outcome == Outcome::kOk) note_stamps(connection, done);
  in_flight_.remove(index);
  connection.state = State::kIdle;
  recorder_.finished({connection.intended, connection.sent, done}, outcome);
  note_answer(connection, done);
  if (load_starts_) release(index);
}

void Worker::note_answer(Connection& connection, Instant done) {
  connection.attempts = 0;
  if (connection.stage == Stage::kNew) shared_->greeted.fetch_add(1, std::memory_order_relaxed);
  if (connection.stage != Stage::kLoaded) {
    connection.stage = load_starts_ ? Stage::kLoaded : Stage::kGreeted;
    if (load_starts_) shared_->loaded.fetch_add(1, std::memory_order_relaxed);
  }
  if (window_.counts(done)) ++connection.answers;
}

void Worker::note_stamps(const Connection& connection, Instant done) {
  const Instant parsed = clock_.now();
  const auto kernel_out = take_departure(connection.socket.fd());
  if (kernel_out && kernel_in_) recorder_.stamped({connection.sent, *kernel_out, *kernel_in_, done, parsed});
}

void Worker::closed_by_peer(std::uint32_t index, int errno_value) {
  Connection& connection = connections_[index];
  const Instant now = tick();
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
  recorder_.finished({connection.intended, connection.sent, at}, outcome);
  if (outcome == Outcome::kOk) {
    note_answer(connection, at);
    reopen(index, at);
  } else if (connection.attempts == 0) {
    connection.attempts = 1;
    reopen(index, at);
  } else {  // without back-off a server that fails every answer would cost a port each, thousands a second
    lose(index);
    retry_later(index, at);
  }
}

void Worker::expire(Instant now) {
  while (const auto oldest = in_flight_.oldest()) {
    const Instant due = connections_[*oldest].sent + plan_.timeout;
    if (due > now) return;
    recorder_.explain(fmt::format("no answer within {}", human(plan_.timeout)));
    fail(*oldest, now, Outcome::kTimeout);
  }
}

}  // namespace harness::load
