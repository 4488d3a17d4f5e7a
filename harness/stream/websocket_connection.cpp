#include "harness/stream/websocket_connection.hpp"

#include <cstring>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "harness/stream/message_text.hpp"

namespace harness::stream {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;

/// A room puts its own keys in front of a message.
constexpr std::size_t kLargestReceived = kLargestMessage + 256;

asio::ip::tcp::endpoint endpoint_of(const load::Address& address) {
  asio::ip::tcp::endpoint endpoint;
  endpoint.resize(address.length);
  std::memcpy(endpoint.data(), &address.storage, address.length);
  return endpoint;
}

/// Of a read or a write that failed while the connection was in use.
Ending ending_of(const error_code& failure, const websocket::close_reason& reason) {
  if (failure == websocket::error::closed) {
    const auto code = reason.code == websocket::close_code::none
                          ? static_cast<std::uint16_t>(websocket::close_code::no_status)
                          : reason.code;
    return {Ending::Kind::kByPeer, code, false,
            fmt::format("the server closed with {}{}{}", code, reason.reason.empty() ? "" : ": ",
                        std::string_view(reason.reason.data(), reason.reason.size()))};
  }
  const bool breaks_protocol = failure == websocket::condition::protocol_violation ||
                               failure == websocket::error::message_too_big ||
                               failure == websocket::error::buffer_overflow;
  if (breaks_protocol) {
    return {Ending::Kind::kProtocolError, 0, false,
            fmt::format("the server's frames are wrong: {}", failure.message())};
  }
  return {Ending::Kind::kWithoutFrame, 0, false,
          fmt::format("the connection ended without a close frame: {}", failure.message())};
}

}  // namespace

class WebSocketConnection::Stream {
 public:
  Stream(asio::io_context& context, std::uint32_t number, Events& events)
      : events_(events), number_(number), socket_(context) {}

  void open(const load::Address& address, const std::string& host, const std::string& target,
            Nanoseconds patience);
  [[nodiscard]] bool is_open() const { return state_ == State::kOpen; }
  [[nodiscard]] bool is_writing() const { return writing_; }
  [[nodiscard]] std::string& outgoing() { return outgoing_; }
  void send();
  void close();
  void drop() { beast::get_lowest_layer(socket_).close(); }

 private:
  enum class State : std::uint8_t { kNew, kOpening, kOpen, kClosing, kEnded };

  void upgrade(const std::string& host, const std::string& target, Nanoseconds patience);
  void upgraded(const error_code& failure);
  void fail(NotOpened kind, std::string problem);
  void read();
  void end(Ending ending);

  Events& events_;
  std::uint32_t number_;
  SteadyClock clock_;
  State state_ = State::kNew;
  bool writing_ = false;
  Instant started_;
  Instant connected_;
  websocket::response_type response_;
  beast::flat_buffer incoming_;
  std::string outgoing_;
  websocket::stream<beast::basic_stream<asio::ip::tcp, asio::io_context::executor_type>> socket_;
};

void WebSocketConnection::Stream::open(const load::Address& address, const std::string& host,
                                       const std::string& target, Nanoseconds patience) {
  state_ = State::kOpening;
  started_ = clock_.now();
  auto& tcp = beast::get_lowest_layer(socket_);
  tcp.expires_after(patience);
  tcp.async_connect(endpoint_of(address), [this, host, target, patience](const error_code& failure) {
    if (failure) {
      return fail(NotOpened::kConnectFailed, fmt::format("cannot connect: {}", failure.message()));
    }
    connected_ = clock_.now();
    upgrade(host, target, patience);
  });
}

void WebSocketConnection::Stream::upgrade(const std::string& host, const std::string& target,
                                          Nanoseconds patience) {
  auto& tcp = beast::get_lowest_layer(socket_);
  tcp.expires_never();  // from here on Beast's WebSocket timeouts hold
  error_code ignored;
  tcp.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.set_option(websocket::stream_base::timeout{patience, websocket::stream_base::none(), false});
  socket_.read_message_max(kLargestReceived);
  socket_.auto_fragment(false);
  socket_.text(true);
  // Masks protect proxies from pages; over loopback a cryptographic generator would only cost client time.
  socket_.secure_prng(false);
  socket_.async_handshake(response_, host, target, [this](const error_code& failure) { upgraded(failure); });
}

void WebSocketConnection::Stream::upgraded(const error_code& failure) {
  if (failure == websocket::error::upgrade_declined) {
    return fail(
        NotOpened::kRefused,
        fmt::format("the server answered the upgrade with status {} instead of 101", response_.result_int()));
  }
  // operation_aborted: drop() ended the wait.
  if (failure == beast::error::timeout || failure == asio::error::operation_aborted)
    return fail(NotOpened::kTimedOut, "no answer to the upgrade within the patience");
  if (failure) return fail(NotOpened::kBroken, fmt::format("the upgrade failed: {}", failure.message()));
  const Instant now = clock_.now();
  state_ = State::kOpen;
  read();
  events_.opened(number_, {connected_ - started_, now - connected_});
}

void WebSocketConnection::Stream::fail(NotOpened kind, std::string problem) {
  state_ = State::kEnded;
  drop();
  events_.not_opened(number_, kind, std::move(problem));
}

void WebSocketConnection::Stream::read() {
  socket_.async_read(incoming_, [this](const error_code& failure, std::size_t) {
    const Instant now = clock_.now();
    if (failure) {
      if (state_ == State::kOpen) end(ending_of(failure, socket_.reason()));
      return;
    }
    const auto bytes = incoming_.cdata();
    events_.received(number_, {static_cast<const char*>(bytes.data()), bytes.size()}, socket_.got_text(),
                     now);
    incoming_.consume(incoming_.size());
    if (state_ == State::kOpen) read();
  });
}

void WebSocketConnection::Stream::send() {
  writing_ = true;
  socket_.async_write(asio::buffer(outgoing_), [this](const error_code& failure, std::size_t) {
    if (failure) {
      // The reader knows better why, if it has not said so yet; but it may be waiting for a dead peer.
      if (state_ == State::kOpen) end(ending_of(failure, socket_.reason()));
      return;
    }
    writing_ = false;
    if (state_ == State::kOpen) events_.writable(number_);
  });
}

void WebSocketConnection::Stream::end(Ending ending) {
  state_ = State::kEnded;
  ending.while_writing = writing_;
  drop();
  events_.ended(number_, ending);
}

void WebSocketConnection::Stream::close() {
  state_ = State::kClosing;
  socket_.async_close(websocket::close_code::normal, [this](const error_code& failure) {
    state_ = State::kEnded;
    drop();
    Ending ending;
    if (failure) {
      ending.kind = Ending::Kind::kUnanswered;
      ending.problem = fmt::format("the server did not answer the close: {}", failure.message());
    }
    events_.ended(number_, ending);
  });
}

WebSocketConnection::WebSocketConnection(asio::io_context& context, std::uint32_t number, Events& events)
    : stream_(std::make_unique<Stream>(context, number, events)) {}
WebSocketConnection::~WebSocketConnection() = default;

void WebSocketConnection::open(const load::Address& address, const std::string& host,
                               const std::string& target, Nanoseconds patience) {
  stream_->open(address, host, target, patience);
}
bool WebSocketConnection::is_open() const {
  return stream_->is_open();
}
bool WebSocketConnection::is_writing() const {
  return stream_->is_writing();
}
std::string& WebSocketConnection::outgoing() {
  return stream_->outgoing();
}
void WebSocketConnection::send() {
  stream_->send();
}
void WebSocketConnection::close() {
  stream_->close();
}
void WebSocketConnection::drop() {
  stream_->drop();
}

}  // namespace harness::stream
