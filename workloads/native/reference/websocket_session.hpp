#pragma once
// One WebSocket of the reference server: the echo, a member of a room, or a player of a game. Framing by
// Boost.Beast, without extensions. It reads on only when an echo has been written; deliveries wait in a
// queue, of at most contract::kMostWaiting bytes. Threading: the server's one thread. Errors: a failed read
// or write ends the connection, silently. It keeps itself alive until then.
#include <deque>
#include <memory>
#include <string>

#include "workloads/native/reference/connection.hpp"
#include "workloads/native/reference/rooms.hpp"
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace harness::reference {

class WebSocketSession : public std::enable_shared_from_this<WebSocketSession>, private Member {
 public:
  WebSocketSession(Socket socket, ServerState& server, contract::Conversation conversation);
  ~WebSocketSession() override;
  WebSocketSession(const WebSocketSession&) = delete;
  WebSocketSession& operator=(const WebSocketSession&) = delete;

  /// `handshake` is the request as it came, with whatever came behind it.
  void start(const std::string& handshake);
  void go_away();  ///< the server is stopping

 private:
  using Code = boost::system::error_code;

  void join();
  void read();
  void echo();
  void say();
  void deliver(const Delivery& delivery) override;
  void write();
  void close(std::uint16_t code);

  ServerState& server_;
  contract::Conversation conversation_;
  std::shared_ptr<Gathering> gathering_;  ///< none: the echo
  std::uint64_t number_ = 0;              ///< in it
  boost::beast::flat_buffer in_;
  std::deque<Delivery> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool closing_ = false;
  boost::beast::websocket::stream<Socket> stream_;
};

}  // namespace harness::reference
