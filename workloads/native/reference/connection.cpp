#include "workloads/native/reference/connection.hpp"

#include <chrono>
#include <utility>

#include "workloads/native/reference/files.hpp"
#include "workloads/native/reference/identity.hpp"
#include "workloads/native/reference/websocket_session.hpp"
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <time.h>

namespace harness::reference {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Code = boost::system::error_code;

constexpr std::uint32_t kKeepAliveSeconds = 75;
constexpr std::uint32_t kLingerSeconds = 1;
constexpr std::size_t kReadBytes = 4096;  // what every idle connection keeps
constexpr std::size_t kUploadReadBytes = 64 * 1024;
constexpr std::size_t kHighWater = 256 * 1024;  // answers to a pipelining peer that does not read

/// Rendered once a second; the coarse clock costs a few nanoseconds.
const std::string& date_now() {
  static std::time_t second = 0;
  static std::string text;
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
  if (now.tv_sec != second) {
    second = now.tv_sec;
    text = contract::imf_fixdate(second);
  }
  return text;
}

}  // namespace

Connection::Connection(Socket socket, ServerState& server)
    : socket_(std::move(socket)),
      timer_(socket_.get_executor()),
      server_(server),
      last_active_(server.second) {
  server_.open.insert(this);
  ++server_.seat.connections;
  ++server_.seat.open;
}

Connection::~Connection() {
  server_.open.erase(this);
  --server_.seat.open;
}

void Connection::start() {
  Code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
  read();
}

void Connection::advance() {
  while (!closing_ && !conversation_) {
    if (awaited_) break;
    if (delayed_) {
      const auto reply = std::exchange(delayed_, std::nullopt);
      respond(*reply, parser_->keep_alive(), false);
      continue;
    }
    if (pour_) {
      pour_piece();
      // Never at once, however fast the client takes it: others want to be served meanwhile.
      if (out_.size() >= kHighWater) return write_from(0);
      continue;
    }
    const Step step = parse();
    if (step == Step::kNeedsMore) break;
    if (out_.size() >= kHighWater && !flush()) return;
  }
  if (!flush() || awaited_) return;
  if (conversation_) return become_websocket();
  closing_ ? linger() : read();
}

Connection::Step Connection::parse() {
  if (!parser_) {
    if (in_.size() == 0) return Step::kNeedsMore;
    parser_.emplace();
    continue_sent_ = false;
  }
  while (!parser_->is_done() && in_.size() > 0) {
    Code code;
    in_.consume(parser_->put(in_.data(), code));
    if (parser_->upload_is_too_long()) return refuse_upload();
    if (code == http::error::need_more) break;
    if (code) {
      respond(contract::refusal(code == http::error::header_limit ? 431 : 400), false, false);
      return Step::kRefused;
    }
  }
  if (parser_->is_done()) return answer_request();
  if (parser_->is_header_done() && parser_->expects_continue() && !continue_sent_ && !parser_->http_1_0()) {
    continue_sent_ = true;
    out_.append("HTTP/1.1 100 Continue\r\n\r\n");
  }
  return Step::kNeedsMore;
}

/// At once: the rest is not waited for, and the connection ends.
Connection::Step Connection::refuse_upload() {
  last_active_ = server_.second;
  ++server_.seat.requests;
  respond(contract::refusal(413), false, false);
  return Step::kRefused;
}

Connection::Step Connection::answer_request() {
  last_active_ = server_.second;
  auto answer = contract::answer(parser_->method(), parser_->target(), parser_->body());
  if (answer.file) answer = file_answer(server_.data_dir, *answer.file, parser_->range());
  if (answer.call && !server_.downstream->is_there()) answer = {contract::refusal(404)};
  fill_in(answer);
  if (answer.observed) ++server_.seat.requests;
  if (answer.conversation && parser_->upgrade()) {
    conversation_ = std::move(answer.conversation);
    return Step::kUpgrades;
  }
  if (answer.off) {
    compute_off(*answer.off);
    return Step::kAwaited;
  }
  if (answer.pieces) {
    begin_to_pour(std::move(answer));
    return Step::kPours;
  }
  if (answer.call) {
    ask_downstream(*answer.call);
    return Step::kAwaited;
  }
  if (answer.delay_ms == 0) {
    respond(answer.reply, parser_->keep_alive(), parser_->method() == "HEAD");
    return Step::kAnswered;
  }
  awaited_ = true;
  delayed_ = std::move(answer.reply);
  timer_.expires_after(std::chrono::milliseconds(answer.delay_ms));
  timer_.async_wait([self = shared_from_this()](Code) { self->answer_is_due(); });
  return Step::kAwaited;
}

void Connection::compute_off(contract::Computation computation) {
  awaited_ = true;
  ++server_.computing;
  asio::post(server_.pool, [self = shared_from_this(), computation]() mutable {
    std::string body = contract::cpu_body(computation);
    const auto own_thread = self->socket_.get_executor();
    // Moved, so that the last to let go of the connection is its own thread.
    asio::post(own_thread, [self = std::move(self), body = std::move(body)]() mutable {
      --self->server_.computing;
      self->delayed_ = contract::Reply{200, contract::kJson, std::move(body)};
      self->answer_is_due();
    });
  });
}

void Connection::begin_to_pour(contract::Answer answer) {
  // Chunks came with HTTP/1.1: before it only the end of the connection could say where a body ends.
  using enum contract::BodyFollows;
  const auto length = answer.pieces->length;
  const auto follows = length ? kSized : parser_->http_1_0() ? kUntilTheEnd : kInChunks;
  const bool keep_alive = parser_->keep_alive() && follows != kUntilTheEnd;
  append_head(answer.reply, keep_alive, {nullptr, false, follows, length.value_or(0)});
  pour_.emplace(*std::move(answer.pieces), follows, !closing_);
  closing_ = false;  // when it is over
}

void Connection::pour_piece() {
  last_active_ = server_.second;
  const auto due = pour_->next_due();
  if (due <= std::chrono::steady_clock::now()) {
    pour_->append_next(out_);
    if (!pour_->is_over()) return;
    closing_ = !pour_->keeps_alive() || server_.stopping;
    pour_.reset();
    return;
  }
  awaited_ = true;
  timer_.expires_at(due);
  timer_.async_wait([self = shared_from_this()](Code) { self->answer_is_due(); });
}

void Connection::ask_downstream(contract::Call call) {
  awaited_ = true;
  server_.downstream->ask(call, [self = shared_from_this()](contract::Reply reply) {
    self->delayed_ = std::move(reply);
    self->answer_is_due();
  });
}

void Connection::answer_is_due() {
  awaited_ = false;
  // While a write runs its buffer must not grow; its handler comes back here.
  if (!writing_) advance();
}

void Connection::fill_in(contract::Answer& answer) {
  if (answer.stats) answer.reply.body = stats_body(server_.team);
  if (answer.upload) answer.reply = parser_->upload()->reply();
  if (!answer.info) return;
  asio::ip::tcp::no_delay nodelay;
  Code ignored;
  socket_.get_option(nodelay, ignored);
  answer.reply.body =
      info_body({server_.backlog, static_cast<int>(kKeepAliveSeconds), nodelay.value()}, server_.team);
}

void Connection::respond(const contract::Reply& reply, bool keep_alive, bool head_only) {
  append_head(reply, keep_alive, {nullptr, head_only});
}

/// And the body, where it does not follow.
void Connection::append_head(const contract::Reply& reply, bool keep_alive, contract::Framing framing) {
  closing_ = !keep_alive || server_.stopping;
  if (closing_) {
    framing.connection = "close";
  } else if (parser_->http_1_0()) {
    framing.connection = "keep-alive";
  }
  contract::append_response(out_, reply, date_now(), framing);
  parser_.reset();
}

/// True when nothing is left to send. Otherwise the rest is on its way and advance() comes afterwards.
bool Connection::flush() {
  if (writing_) return false;
  if (out_.empty()) return true;
  Code code;
  const std::size_t sent = socket_.write_some(asio::buffer(out_), code);
  if (sent == out_.size()) {
    out_.clear();
    if (out_.capacity() > kHighWater) out_.shrink_to_fit();
    return true;
  }
  if (code && code != asio::error::would_block) {
    close();
    return false;
  }
  write_from(sent);
  return false;
}

void Connection::write_from(std::size_t sent) {
  writing_ = true;
  asio::async_write(socket_, asio::buffer(out_) + sent,
                    [self = shared_from_this()](Code failed, std::size_t) {
                      self->writing_ = false;
                      self->out_.clear();
                      if (failed) return self->close();
                      self->advance();
                    });
}

void Connection::read() {
  if (!socket_.is_open()) return;
  const bool uploads = parser_ && parser_->upload();
  if (!uploads && in_.capacity() >= kUploadReadBytes) in_.shrink_to_fit();
  const std::size_t most = uploads ? kUploadReadBytes : kReadBytes;
  socket_.async_read_some(in_.prepare(most), [self = shared_from_this()](Code code, std::size_t count) {
    if (code) return self->close();
    self->in_.commit(count);
    self->advance();
  });
}

/// The socket goes on as one; this connection ends with its last reference.
void Connection::become_websocket() {
  std::string handshake = parser_->handshake();
  const auto behind = in_.cdata();
  handshake.append(static_cast<const char*>(behind.data()), behind.size());
  std::make_shared<WebSocketSession>(std::move(socket_), server_, std::move(*conversation_))
      ->start(handshake);
}

/// Closing with unread input would send a reset, and the peer could lose the last answer to it.
void Connection::linger() {
  if (!lingering_) {
    lingering_ = true;
    last_active_ = server_.second;
    Code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
  }
  in_.clear();
  socket_.async_read_some(in_.prepare(kReadBytes), [self = shared_from_this()](Code code, std::size_t) {
    if (!code) self->linger();
  });
}

void Connection::close_if_idle_too_long() {
  const std::uint32_t limit = lingering_ ? kLingerSeconds : kKeepAliveSeconds;
  if (server_.second - last_active_ > limit && !awaited_) close();
}

void Connection::close_if_idle() {
  const bool request_begun = parser_.has_value() || pour_ || in_.size() > 0;
  if (!request_begun && !writing_ && !lingering_) close();
}

void Connection::close() {
  Code ignored;
  socket_.close(ignored);
  pour_.reset();  // or it would go on into nowhere
  timer_.cancel();
}

}  // namespace harness::reference
