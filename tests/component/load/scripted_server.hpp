#pragma once
// A real TCP server on 127.0.0.1 whose answers are a script: what each request gets, byte by byte, with exact
// delays. For tests only. Threading: an acceptor thread and one thread per connection, joined when the next
// connection comes or at the end.
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace harness::test {

/// One connection as the script sees it.
class Peer {
 public:
  explicit Peer(int fd) : fd_(fd) {}
  void send(std::string_view bytes) const;
  void reset() const;  ///< the next close sends RST instead of FIN
  /// False when the client has gone.
  [[nodiscard]] bool read_request();
  /// Header and whatever came with it.
  [[nodiscard]] const std::string& last_request() const { return request_; }

 private:
  int fd_;
  std::string request_;
};

class ScriptedServer {
 public:
  /// Answers one request; `number` counts requests of this server from 0. Returns false to close.
  using Script = std::function<bool(const Peer&, int number)>;

  explicit ScriptedServer(Script script);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int requests() const { return requests_.load(); }
  [[nodiscard]] int connections() const { return connections_.load(); }

 private:
  void accept_loop();
  void serve(int fd);
  void join_ended();

  Script script_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> requests_ = 0;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> peers_;
  std::vector<std::thread::id> ended_;  ///< of peers_, to be joined
  std::thread acceptor_;
};

/// "HTTP/1.1 200 OK" with this body and Content-Length.
[[nodiscard]] std::string ok_response(std::string_view body);

}  // namespace harness::test
