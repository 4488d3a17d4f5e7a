#include "harness/stream/line_connection.hpp"

#include <array>
#include <cstring>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>

namespace harness::stream {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kLongestAnswer = 64 * 1024;  // a server that never ends a line must not fill our memory

class LineConnection final : public MessageConnection {
 public:
  LineConnection(asio::io_context& context, std::uint32_t number, Events& events)
      : events_(events), number_(number), tcp_(context) {}

  void open(const load::Address& address, const std::string&, const std::string&,
            Nanoseconds patience) override {
    const Instant started = clock_.now();
    asio::ip::tcp::endpoint endpoint;
    endpoint.resize(address.length);
    std::memcpy(endpoint.data(), &address.storage, address.length);
    tcp_.expires_after(patience);
    tcp_.async_connect(endpoint, [this, started](const error_code& failure) {
      if (failure) {
        state_ = State::kEnded;
        drop();
        return events_.not_opened(number_, NotOpened::kConnectFailed,
                                  fmt::format("cannot connect: {}", failure.message()));
      }
      tcp_.expires_never();
      error_code ignored;
      tcp_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
      state_ = State::kOpen;
      read();
      events_.opened(number_, {clock_.now() - started, Nanoseconds(0)});
    });
  }

  [[nodiscard]] bool is_open() const override { return state_ == State::kOpen; }
  [[nodiscard]] bool is_writing() const override { return writing_; }
  [[nodiscard]] std::string& outgoing() override { return outgoing_; }

  void send() override {
    writing_ = true;
    outgoing_.push_back('\n');
    asio::async_write(tcp_, asio::buffer(outgoing_), [this](const error_code& failure, std::size_t) {
      // The reader knows better why, if it has not said so yet; but it may be waiting for a dead peer.
      if (failure && state_ == State::kOpen) return end(Ending::Kind::kWithoutFrame, why(failure));
      writing_ = false;
      if (state_ == State::kClosing) end_output();
      if (state_ == State::kOpen) events_.writable(number_);
    });
  }

  void close() override {
    state_ = State::kClosing;
    if (!writing_) end_output();  // else behind it: half a line would be none
  }

  void drop() override { tcp_.close(); }

 private:
  enum class State : std::uint8_t { kNew, kOpen, kClosing, kEnded };

  static std::string why(const error_code& failure) {
    return fmt::format("the server ended the connection: {}", failure.message());
  }

  void read() {
    tcp_.async_read_some(asio::buffer(bytes_), [this](const error_code& failure, std::size_t count) {
      if (failure) return end_of_stream(failure);
      take(count, clock_.now());
      if (state_ != State::kEnded) read();
    });
  }

  void take(std::size_t count, Instant at) {
    incoming_.append(bytes_.data(), count);
    std::size_t begin = 0;
    for (auto lf = incoming_.find('\n'); lf != std::string::npos && state_ == State::kOpen;
         lf = incoming_.find('\n', begin)) {
      events_.received(number_, std::string_view(incoming_).substr(begin, lf - begin), true, at);
      begin = lf + 1;
    }
    incoming_.erase(0, begin);
    if (incoming_.size() <= kLongestAnswer) return;
    incoming_.clear();
    if (state_ == State::kOpen) end(Ending::Kind::kProtocolError, "the server's line does not end");
  }

  void end_of_stream(const error_code& failure) {
    if (state_ == State::kOpen) return end(Ending::Kind::kWithoutFrame, why(failure));
    if (state_ != State::kClosing) return;
    if (failure == asio::error::eof) return end(Ending::Kind::kByUs, "");
    end(Ending::Kind::kUnanswered,
        fmt::format("the server did not end the connection when we had: {}", failure.message()));
  }

  void end(Ending::Kind kind, std::string problem) {
    state_ = State::kEnded;
    drop();
    events_.ended(number_, {kind, 0, writing_, std::move(problem)});
  }

  void end_output() {
    error_code ignored;
    tcp_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  }

  Events& events_;
  std::uint32_t number_;
  SteadyClock clock_;
  State state_ = State::kNew;
  bool writing_ = false;
  std::string outgoing_;
  std::string incoming_;  ///< of a line that has not come whole
  std::array<char, 1024> bytes_{};
  boost::beast::basic_stream<asio::ip::tcp, asio::io_context::executor_type> tcp_;
};

}  // namespace

std::unique_ptr<MessageConnection> line_connection(asio::io_context& context, std::uint32_t number,
                                                   MessageConnection::Events& events) {
  return std::make_unique<LineConnection>(context, number, events);
}

}  // namespace harness::stream
