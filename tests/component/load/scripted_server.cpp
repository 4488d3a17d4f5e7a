#include "scripted_server.hpp"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <fmt/format.h>
#include <unistd.h>

namespace harness::test {

void Peer::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Peer::reset() const {
  const linger now{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

bool Peer::read_request() {
  request_.clear();
  std::array<char, 4096> buffer{};
  while (request_.find("\r\n\r\n") == std::string::npos) {
    const ssize_t got = ::recv(fd_, buffer.data(), buffer.size(), 0);
    if (got <= 0) return false;
    request_.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return true;
}

ScriptedServer::ScriptedServer(Script script) : script_(std::move(script)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
  ::listen(listener_, 1024);
  socklen_t length = sizeof address;
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_loop(); });
}

ScriptedServer::~ScriptedServer() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
  }
  for (auto& peer : peers_) peer.join();
  for (const int fd : open_) ::close(fd);
  ::close(listener_);
}

void ScriptedServer::accept_loop() {
  while (!stopping_) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ++connections_;
    const std::lock_guard lock(mutex_);
    join_ended();
    open_.push_back(fd);
    peers_.emplace_back([this, fd] { serve(fd); });
  }
}

void ScriptedServer::serve(int fd) {
  Peer peer(fd);
  while (!stopping_ && peer.read_request()) {
    if (!script_(peer, requests_++)) break;
  }
  if (stopping_) return;
  const std::lock_guard lock(mutex_);
  std::erase(open_, fd);
  ::close(fd);
  ended_.push_back(std::this_thread::get_id());
}

/// A thread that has ended keeps its stack's address range until it is joined; tens of thousands exhaust
/// them.
void ScriptedServer::join_ended() {
  std::erase_if(peers_, [this](std::thread& peer) {
    if (std::erase(ended_, peer.get_id()) == 0) return false;
    peer.join();
    return true;
  });
}

std::string ok_response(std::string_view body) {
  return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body);
}

}  // namespace harness::test
