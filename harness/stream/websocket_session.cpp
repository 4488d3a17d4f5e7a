#include "harness/stream/websocket_session.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "harness/stream/line_connection.hpp"
#include "harness/stream/websocket_connection.hpp"

namespace harness::stream {
namespace {

/// More would overflow a listen backlog and be measured as the kernel's retransmission timer.
constexpr std::size_t kOpeningAtOnce = 64;
constexpr Nanoseconds kLongestNap = milliseconds(20);  ///< how soon a stop is noticed
constexpr Nanoseconds kCloseGrace = seconds(1);
/// So that reading is not starved when much is due at once.
constexpr int kAdmittedAtOnce = 256;

/// Players are numbered in the order in which they are let in: it must be known.
std::size_t opening_at_once(const WebSocketPlan& plan) {
  return plan.conversation == Conversation::kGame ? 1 : kOpeningAtOnce;
}

std::unique_ptr<MessageConnection> connection_for(const WebSocketPlan& plan, boost::asio::io_context& context,
                                                  std::uint32_t number, MessageConnection::Events& events) {
  if (plan.conversation == Conversation::kLines) return line_connection(context, number, events);
  return std::make_unique<WebSocketConnection>(context, number, events);
}

}  // namespace

WebSocketSession::WebSocketSession(const WebSocketPlan& plan, const load::Address& address)
    : plan_(plan), address_(address), traffic_(traffic_for(plan)) {
  for (int i = 0; i < plan.connections; ++i)
    connections_.push_back(connection_for(plan, context_, static_cast<std::uint32_t>(i), *this));
}

load::Window WebSocketSession::window_of(const WebSocketPlan& plan, Instant load_starts) {
  load::Window window;
  window.opens = load_starts + (plan.schedule ? std::max(plan.lead_in, plan.schedule->ramp) : plan.lead_in);
  window.closes = window.opens + plan.duration;
  window.drain_end = window.closes + std::min(plan.timeout, plan.drain);
  return window;
}

Result<WebSocketResult> WebSocketSession::run() {
  cpu_.emplace();
  give_up_opening_ = clock_.now() + plan_.connect_patience;
  open_more();
  pulse();
  context_.run();
  if (established_.empty() && !stop) {
    return environment_error("{}://{}:{}{}: no connection could be established: {}",
                             plan_.conversation == Conversation::kLines ? "tcp" : "ws", plan_.host,
                             plan_.port, plan_.target, result_.first_problem);
  }
  return summarise();
}

void WebSocketSession::open_more() {
  while (phase_ == Phase::kOpening && tried_ < connections_.size() &&
         tried_ - decided_ < opening_at_once(plan_) && !dropped_) {
    ++result_.handshakes.tried;
    const std::size_t next = tried_++;
    connections_[next]->open(address_, plan_.host_header, plan_.target_of(static_cast<std::uint32_t>(next)),
                             give_up_opening_ - clock_.now());
  }
  const bool all_decided = decided_ == tried_ && (tried_ == connections_.size() || dropped_);
  if (phase_ == Phase::kOpening && all_decided) start_load();
}

void WebSocketSession::opened(std::uint32_t connection, const MessageConnection::Opening& times) {
  ++decided_;
  ++open_;
  ++result_.handshakes.established;
  established_.push_back(connection);
  result_.connect.record(times.connect);
  if (plan_.conversation != Conversation::kLines) result_.handshake.record(times.handshake);
  open_more();
}

void WebSocketSession::not_opened(std::uint32_t connection, NotOpened kind, std::string problem) {
  ++decided_;
  switch (kind) {
    case NotOpened::kConnectFailed:
      ++result_.handshakes.connect_failed;
      break;
    case NotOpened::kRefused:
      ++result_.handshakes.refused;
      break;
    case NotOpened::kTimedOut:
      ++result_.handshakes.timed_out;
      break;
    case NotOpened::kBroken:
      ++result_.handshakes.broken;
      break;
  }
  if (result_.first_problem.empty()) result_.first_problem = std::move(problem);
  traffic_->ended(connection, false, clock_.now());
  open_more();
}

void WebSocketSession::start_load() {
  if (established_.empty() || stop) {
    finish(clock_.now());
    return;
  }
  std::sort(established_.begin(), established_.end());
  load_starts_ = clock_.now();
  window_ = window_of(plan_, load_starts_);
  traffic_->start(load_starts_, window_);
  if (plan_.schedule) {
    schedule_.emplace(*plan_.schedule);
    cursor_.emplace(*schedule_, 0, 1);
  }
  next_sweep_ = load_starts_;
  phase_ = Phase::kLoad;
  load_starts_ns.store(load_starts_.since_start.count());
  pulse();
}

void WebSocketSession::wake_at(Instant moment) {
  timer_.expires_at(std::chrono::steady_clock::time_point(moment.since_start));
  timer_.async_wait([this](const boost::system::error_code& failure) {
    if (!failure) pulse();
  });
}

void WebSocketSession::pulse() {
  const Instant now = clock_.now();
  switch (phase_) {
    case Phase::kOpening:
      return opening_pulse(now);
    case Phase::kLoad:
      return load_pulse(now);
    case Phase::kClosing:
      return closing_pulse(now);
    case Phase::kOver:
      return;
  }
}

void WebSocketSession::opening_pulse(Instant now) {
  if (!dropped_ && (stop || now >= give_up_opening_)) {
    dropped_ = true;
    for (std::size_t i = 0; i < tried_; ++i) {
      if (!connections_[i]->is_open()) connections_[i]->drop();
    }
    open_more();
    if (phase_ != Phase::kOpening) return;
  }
  wake_at(now + kLongestNap);
}

void WebSocketSession::load_pulse(Instant now) {
  cpu_->sample(now, window_);
  if (cursor_) admit_due(now);
  if (!cursor_) start_connections(now);
  if (now >= next_sweep_) sweep(now);
  if (load_is_over(now)) return finish(now);
  wake_at(next_moment(now));
}

void WebSocketSession::admit_due(Instant now) {
  for (int i = 0; i < kAdmittedAtOnce; ++i) {
    const Instant due = load_starts_ + cursor_->due();
    if (due > now || !may_send(due)) return;
    const std::uint32_t connection = established_[cursor_->index() % established_.size()];
    cursor_->advance();
    traffic_->due(connection, due);
    send_waiting(connection);
  }
}

/// One after the other over the lead-in: a burst would keep its shape for as long as the loop is closed.
void WebSocketSession::start_connections(Instant now) {
  const auto count = static_cast<double>(established_.size());
  const double share =
      plan_.lead_in.count() == 0 ? 1 : to_seconds(now - load_starts_) / to_seconds(plan_.lead_in);
  while (started_ < established_.size() && static_cast<double>(started_) <= share * count) {
    const std::uint32_t connection = established_[started_++];
    send_next_of_closed_loop(connection);
  }
}

void WebSocketSession::sweep(Instant now) {
  next_sweep_ = now + std::clamp<Nanoseconds>(plan_.timeout / 20, milliseconds(1), kLongestNap);
  traffic_->expire(now);
  const MessageRecorder& recorder = traffic_->recorder();
  published.publish({recorder.ledger().answered, recorder.ledger().failed(), recorder.unanswered()});
  if (cursor_) return;
  for (std::size_t i = 0; i < started_; ++i) send_next_of_closed_loop(established_[i]);
}

void WebSocketSession::received(std::uint32_t connection, std::string_view payload, bool is_text,
                                Instant at) {
  if (phase_ != Phase::kLoad) return;
  traffic_->received(connection, payload, is_text, at);
  if (!cursor_) send_next_of_closed_loop(connection);
  if (at >= window_.closes && load_is_over(at)) finish(at);
}

void WebSocketSession::writable(std::uint32_t connection) {
  if (phase_ != Phase::kLoad) return;
  cursor_ ? send_waiting(connection) : send_next_of_closed_loop(connection);
}

void WebSocketSession::send_waiting(std::uint32_t connection) {
  MessageConnection& peer = *connections_[connection];
  if (!peer.is_open() || peer.is_writing()) return;
  if (traffic_->next(connection, peer.outgoing(), clock_.now())) peer.send();
}

void WebSocketSession::send_next_of_closed_loop(std::uint32_t connection) {
  MessageConnection& peer = *connections_[connection];
  const Instant now = clock_.now();
  // The answer may have come before the kernel's word that the question has left.
  if (!peer.is_open() || peer.is_writing() || !traffic_->idle(connection) || !may_send(now)) return;
  traffic_->due(connection, now);
  send_waiting(connection);
}

void WebSocketSession::ended(std::uint32_t connection, const Ending& ending) {
  --open_;
  switch (ending.kind) {
    case Ending::Kind::kByUs:
      ++result_.endings.closed_by_us;
      break;
    case Ending::Kind::kUnanswered:
      ++result_.endings.close_unanswered;
      break;
    case Ending::Kind::kByPeer:
      ++result_.endings.closed_by_peer[ending.code];
      break;
    case Ending::Kind::kWithoutFrame:
      ++result_.endings.without_close_frame;
      break;
    case Ending::Kind::kProtocolError:
      ++result_.endings.protocol_error;
      break;
  }
  if (!ending.problem.empty()) traffic_->recorder().explain(ending.problem);
  if (phase_ == Phase::kLoad || phase_ == Phase::kOpening)
    traffic_->ended(connection, ending.while_writing, clock_.now());
  if (phase_ == Phase::kClosing && open_ == 0) {
    end_all();
  }
}

/// Load goes on after the window until every counted message has its fate: the last must meet the same load.
bool WebSocketSession::may_send(Instant now) const {
  return now < window_.closes || (now < window_.drain_end && !traffic_->settled());
}

bool WebSocketSession::load_is_over(Instant now) const {
  if (stop) return true;
  const bool all_admitted = !cursor_ || load_starts_ + cursor_->due() >= window_.closes;
  return now >= window_.drain_end || (now >= window_.closes && all_admitted && traffic_->settled());
}

Instant WebSocketSession::next_moment(Instant now) const {
  Instant moment = std::min(next_sweep_, now + kLongestNap);
  for (const Instant edge : {window_.opens, window_.closes, window_.drain_end}) {
    if (edge > now) moment = std::min(moment, edge);
  }
  if (cursor_) moment = std::min(moment, load_starts_ + cursor_->due());
  if (!cursor_ && started_ < established_.size()) moment = std::min(moment, now + milliseconds(1));
  return moment;
}

void WebSocketSession::finish(Instant now) {
  result_.interrupted = stop;
  if (phase_ == Phase::kLoad) {
    cpu_->sample(now, window_);
    traffic_->expire(now);  // what became due since the last sweep is lost, not in flight
  }
  traffic_->close_books();
  phase_ = Phase::kClosing;
  give_up_closing_ = now + std::min(plan_.timeout, kCloseGrace);
  dropped_ = false;
  for (const std::uint32_t connection : established_) {
    if (connections_[connection]->is_open()) connections_[connection]->close();
  }
  if (open_ > 0) {
    wake_at(give_up_closing_);
  } else {
    end_all();
  }
}

/// Everything has been reported. Beast may still hold a timer of a handshake that failed: nobody waits for
/// it.
void WebSocketSession::end_all() {
  phase_ = Phase::kOver;
  context_.stop();
}

void WebSocketSession::closing_pulse(Instant now) {
  if (now < give_up_closing_) return wake_at(give_up_closing_);
  for (const std::uint32_t connection : established_) connections_[connection]->drop();
}

WebSocketResult WebSocketSession::summarise() {
  MessageRecorder& recorder = traffic_->recorder();
  result_.ledger = recorder.ledger();
  if (plan_.conversation != Conversation::kGame) result_.service = recorder.service();
  result_.open_loop = recorder.open_loop();
  result_.failures = recorder.failures();
  traffic_->fill(result_);
  result_.window = plan_.duration;
  if (!established_.empty()) result_.throughput = recorder.throughput();
  result_.bytes_in = recorder.bytes_in();
  result_.bytes_out = recorder.bytes_out();
  if (const auto spent = cpu_->spent()) {
    result_.client_cpu = spent->cpu;
    result_.client_busy_share = spent->busy_share;
    result_.client_in_line_share = spent->in_line_share;
  }
  if (result_.first_problem.empty()) result_.first_problem = recorder.first_problem();
  return std::move(result_);
}

}  // namespace harness::stream
