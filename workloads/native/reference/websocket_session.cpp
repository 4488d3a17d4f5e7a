#include "workloads/native/reference/websocket_session.hpp"

#include <chrono>
#include <utility>

#include <boost/asio/buffer.hpp>

namespace harness::reference {
namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;

constexpr auto kHandshakePatience = std::chrono::seconds(30);  // also of the closing one

}  // namespace

WebSocketSession::WebSocketSession(Socket socket, ServerState& server, contract::Conversation conversation)
    : server_(server), conversation_(std::move(conversation)), stream_(std::move(socket)) {
  server_.websockets.insert(this);
}

WebSocketSession::~WebSocketSession() {
  if (gathering_) gathering_->leave(number_);
  server_.websockets.erase(this);
}

void WebSocketSession::start(const std::string& handshake) {
  using Stream = websocket::stream_base;
  // Beast's own choice pings and closes who is idle; the contract's server sends nothing unasked.
  stream_.set_option(Stream::timeout{kHandshakePatience, Stream::none(), false});
  stream_.set_option(Stream::decorator(
      [](websocket::response_type& response) { response.set(boost::beast::http::field::server, "bench"); }));
  stream_.read_message_max(contract::kLargestMessage);
  stream_.auto_fragment(false);
  // The stream has copied the bytes before async_accept() returns.
  stream_.async_accept(asio::buffer(handshake), [self = shared_from_this()](Code code) {
    if (code) return;
    self->join();
    self->read();
  });
}

void WebSocketSession::join() {
  const auto& [room, hz] = conversation_;
  if (!room.empty()) gathering_ = server_.rooms.named(room);
  if (hz > 0) gathering_ = server_.games.at(hz, stream_.get_executor());
  if (gathering_) number_ = gathering_->enter(*this);
}

void WebSocketSession::read() {
  stream_.async_read(in_, [self = shared_from_this()](Code code, std::size_t) {
    if (code || self->closing_) return;
    self->gathering_ ? self->say() : self->echo();
  });
}

void WebSocketSession::echo() {
  stream_.text(stream_.got_text());
  stream_.async_write(in_.cdata(), [self = shared_from_this()](Code code, std::size_t) {
    if (code) return;
    self->in_.consume(self->in_.size());
    self->read();
  });
}

void WebSocketSession::say() {
  const auto bytes = in_.cdata();
  const std::string_view text(static_cast<const char*>(bytes.data()), bytes.size());
  const bool is_heard = stream_.got_text() && gathering_->hear(number_, text);
  in_.consume(in_.size());
  if (!is_heard) return close(contract::kPolicyViolation);
  read();
}

void WebSocketSession::deliver(const Delivery& delivery) {
  if (closing_) return;
  if (waiting_bytes_ + delivery->size() > contract::kMostWaiting) return close(contract::kTryAgainLater);
  waiting_.push_back(delivery);
  waiting_bytes_ += delivery->size();
  if (waiting_.size() == 1) write();
}

void WebSocketSession::write() {
  stream_.text(true);
  stream_.async_write(asio::buffer(*waiting_.front()), [self = shared_from_this()](Code code, std::size_t) {
    if (code) return;
    self->waiting_bytes_ -= self->waiting_.front()->size();
    self->waiting_.pop_front();
    if (!self->waiting_.empty() && !self->closing_) self->write();
  });
}

void WebSocketSession::close(std::uint16_t code) {
  if (std::exchange(closing_, true)) return;
  // Behind the write under way, if there is one; ends with the peer's answer or with our patience.
  stream_.async_close(static_cast<websocket::close_code>(code), [self = shared_from_this()](Code) {});
}

void WebSocketSession::go_away() {
  if (!stream_.is_open()) return stream_.next_layer().close();  // still at the handshake
  close(static_cast<std::uint16_t>(websocket::close_code::going_away));
}

}  // namespace harness::reference
