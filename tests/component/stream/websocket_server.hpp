#pragma once
// A real WebSocket server on 127.0.0.1 whose answers are a script, on Boost.Beast. For tests only. Not for
// refused or silent upgrades: those are plain HTTP, see ../load/scripted_server.hpp.
// Threading: one thread of its own runs everything, the script too, and is joined at the end; so a script
// that sleeps freezes the whole server, as a blocked event loop does.
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace harness::test {

/// One connection as the script sees it. Calls take effect in their order.
class WebSocketPeer {
 public:
  virtual ~WebSocketPeer() = default;
  [[nodiscard]] virtual int number() const = 0;  ///< in the order of accepting
  virtual void send(std::string text) = 0;
  virtual void send_binary(std::string bytes) = 0;
  virtual void send_in_frames(std::string text, std::size_t frame_bytes) = 0;
  virtual void send_raw(std::string bytes) = 0;  ///< without framing: may break the protocol
  virtual void close(std::uint16_t code) = 0;    ///< closing handshake
  virtual void drop() = 0;                       ///< closes TCP at once
};

class WebSocketServer {
 public:
  /// Called with each message; `nth` counts those of this connection from 0.
  using Script = std::function<void(WebSocketPeer&, const std::string& text, int nth)>;

  explicit WebSocketServer(Script script);
  ~WebSocketServer();
  WebSocketServer(const WebSocketServer&) = delete;
  WebSocketServer& operator=(const WebSocketServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::uint64_t messages() const { return messages_; }
  /// For the script only: every connection there has been.
  [[nodiscard]] std::vector<WebSocketPeer*> peers() const;

 private:
  class Connection;
  void accept();

  Script script_;
  boost::asio::io_context context_{1};
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  std::atomic<std::uint64_t> messages_ = 0;
  std::vector<std::shared_ptr<Connection>> connections_;
  std::thread thread_;
};

}  // namespace harness::test
