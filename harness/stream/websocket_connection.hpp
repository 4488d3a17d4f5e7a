#pragma once
// A MessageConnection by RFC 6455: TCP, upgrade, messages, closing handshake with 1000. Framing by
// Boost.Beast; no permessage-deflate is offered.
#include <memory>

#include "harness/stream/message_connection.hpp"

namespace boost::asio {
class io_context;
}

namespace harness::stream {

class WebSocketConnection final : public MessageConnection {
 public:
  WebSocketConnection(boost::asio::io_context& context, std::uint32_t number, Events& events);
  ~WebSocketConnection() override;

  void open(const load::Address& address, const std::string& host, const std::string& target,
            Nanoseconds patience) override;
  [[nodiscard]] bool is_open() const override;
  [[nodiscard]] bool is_writing() const override;
  [[nodiscard]] std::string& outgoing() override;
  void send() override;
  void close() override;
  void drop() override;

 private:
  class Stream;  // keeps Beast out of every file that includes this one
  std::unique_ptr<Stream> stream_;
};

}  // namespace harness::stream
