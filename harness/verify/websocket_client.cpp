#include "harness/verify/websocket_client.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <sys/socket.h>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <fmt/format.h>

#include "harness/base/printable.hpp"

namespace harness::verify {
namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kLargestReceived = std::size_t{4} << 20;
constexpr std::size_t kShown = 80;

bool is_end(const error_code& code) {
  return code == asio::error::eof || code == asio::error::connection_reset ||
         code == asio::error::broken_pipe || code == boost::beast::http::error::end_of_stream;
}

}  // namespace

std::string in_words(const Heard& heard) {
  const auto shown = [&] { return printable(std::string_view(heard.payload).substr(0, kShown)); };
  switch (heard.kind) {
    case Heard::Kind::kText:
      return fmt::format("the text '{}' of {} bytes", shown(), heard.payload.size());
    case Heard::Kind::kBinary:
      return fmt::format("a binary message '{}' of {} bytes", shown(), heard.payload.size());
    case Heard::Kind::kClose:
      return fmt::format("close {}", heard.code);
    case Heard::Kind::kEnd:
      return "the end of the connection without a close frame";
    case Heard::Kind::kFailure:
      return heard.payload;
  }
  return {};
}

class WebSocketClient::Stream {
 public:
  Stream(const Subject& subject, std::string_view target, Instant deadline, ReceiveBuffer buffer)
      : deadline_(deadline) {
    failure_ = open(subject, target, buffer);
    socket_.read_message_max(kLargestReceived);
    socket_.control_callback([this](websocket::frame_type kind, boost::beast::string_view payload) {
      if (kind == websocket::frame_type::pong) pongs_.emplace_back(payload);
    });
  }

  void send(std::string_view bytes) {
    if (!failure_.empty()) return;
    std::optional<error_code> done;
    asio::async_write(socket_.next_layer(), asio::buffer(bytes.data(), bytes.size()),
                      [&done](const error_code& code, std::size_t) { done = code; });
    if (!runs_until(done, deadline_)) return fail("the server does not read", done);
    // What the server said before it hung up is still to be read.
    if (*done && !is_end(*done)) failure_ = fmt::format("cannot send: {}", done->message());
  }

  Heard receive() {
    if (!failure_.empty()) return {Heard::Kind::kFailure, failure_};
    begin_read();
    if (!runs_until(read_, deadline_)) fail("no answer in time", read_);
    if (!failure_.empty()) return {Heard::Kind::kFailure, failure_};
    reading_ = false;
    return *read_ ? end_of(*read_) : message();
  }

  bool is_silent_for(Nanoseconds time) {
    if (!failure_.empty()) return false;
    begin_read();
    return !runs_until(read_, SteadyClock{}.now() + time);
  }

  [[nodiscard]] const std::vector<std::string>& pongs() const { return pongs_; }

  void acknowledge_lazily() {
    const int off = 0;
    ::setsockopt(socket_.next_layer().native_handle(), IPPROTO_TCP, TCP_QUICKACK, &off, sizeof off);
  }

 private:
  std::string open(const Subject& subject, std::string_view target, ReceiveBuffer buffer) {
    error_code code;
    const auto address = asio::ip::make_address_v4(subject.host, code);
    if (code) return fmt::format("host '{}' is not an IPv4 address", subject.host);
    auto& lower = socket_.next_layer();
    lower.open(tcp::v4(), code);
    // Only before it connects: the window that is announced first is never taken back.
    if (buffer > 0) lower.set_option(asio::socket_base::receive_buffer_size(buffer), code);
    lower.set_option(tcp::no_delay(true), code);
    std::optional<error_code> done;
    lower.async_connect({address, subject.port}, [&done](const error_code& result) { done = result; });
    if (const auto why = failure_of(done)) {
      return fmt::format("cannot connect to {}:{}: {}", subject.host, subject.port, *why);
    }
    done.reset();
    websocket::response_type response;
    socket_.async_handshake(response, "localhost", boost::beast::string_view(target.data(), target.size()),
                            [&done](const error_code& result) { done = result; });
    const auto why = failure_of(done);
    if (!why) return {};
    if (done == make_error_code(websocket::error::upgrade_declined)) {
      return fmt::format("{}: the upgrade was answered with status {}", target, response.result_int());
    }
    return fmt::format("{}: the upgrade failed: {}", target, *why);
  }

  std::optional<std::string> failure_of(std::optional<error_code>& done) {
    if (!runs_until(done, deadline_)) {
      abandon(done);
      return "no answer in time";
    }
    return *done ? std::optional(done->message()) : std::nullopt;
  }

  void begin_read() {
    if (std::exchange(reading_, true)) return;
    read_.reset();
    socket_.async_read(incoming_, [this](const error_code& code, std::size_t) { read_ = code; });
  }

  Heard message() {
    Heard heard{socket_.got_text() ? Heard::Kind::kText : Heard::Kind::kBinary,
                boost::beast::buffers_to_string(incoming_.cdata())};
    incoming_.consume(incoming_.size());
    return heard;
  }

  Heard end_of(const error_code& code) {
    // Whether TCP then ends in good order or is reset by the server is of no interest.
    if (code == websocket::error::closed || socket_.reason().code != websocket::close_code::none) {
      failure_ = "the server has closed the connection";
      return {Heard::Kind::kClose, {}, socket_.reason().code};
    }
    failure_ = is_end(code) ? "the server has ended the connection"
                            : fmt::format("the server's frames are wrong: {}", code.message());
    return {is_end(code) ? Heard::Kind::kEnd : Heard::Kind::kFailure, failure_};
  }

  bool runs_until(const std::optional<error_code>& done, Instant when) {
    context_.restart();
    while (!done) {
      const auto left = when - SteadyClock{}.now();
      if (left <= Nanoseconds(0)) return false;
      context_.run_one_for(left);
    }
    return true;
  }

  void fail(const char* why, const std::optional<error_code>& done) {
    failure_ = why;
    abandon(done);
  }

  /// What is under way refers to locals of the caller: it has to be over before they are.
  void abandon(const std::optional<error_code>& done) {
    error_code ignored;
    socket_.next_layer().close(ignored);
    static_cast<void>(runs_until(done, SteadyClock{}.now() + seconds(1)));
  }

  asio::io_context context_{1};
  websocket::stream<tcp::socket> socket_{context_};
  Instant deadline_;
  std::string failure_;
  boost::beast::flat_buffer incoming_;
  bool reading_ = false;
  std::optional<error_code> read_;  ///< how the read that was begun has ended
  std::vector<std::string> pongs_;
};

WebSocketClient::WebSocketClient(const Subject& subject, std::string_view target, Instant deadline,
                                 ReceiveBuffer buffer)
    : stream_(std::make_unique<Stream>(subject, target, deadline, buffer)) {}
WebSocketClient::~WebSocketClient() = default;
WebSocketClient::WebSocketClient(WebSocketClient&&) noexcept = default;

void WebSocketClient::send(std::string_view bytes) {
  stream_->send(bytes);
}
Heard WebSocketClient::receive() {
  return stream_->receive();
}
bool WebSocketClient::is_silent_for(Nanoseconds time) {
  return stream_->is_silent_for(time);
}
const std::vector<std::string>& WebSocketClient::pongs() const {
  return stream_->pongs();
}
void WebSocketClient::acknowledge_lazily() {
  stream_->acknowledge_lazily();
}

}  // namespace harness::verify
