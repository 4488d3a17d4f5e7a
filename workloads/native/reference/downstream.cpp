#include "workloads/native/reference/downstream.hpp"

#include <cerrno>
#include <memory>
#include <sys/socket.h>

#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <fmt/format.h>

namespace harness::reference {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Code = boost::system::error_code;

constexpr std::size_t kMostConnections = 256;

/// Nothing is asked, so what can be read of it is its end.
bool has_ended(Socket& socket) {
  char byte = 0;
  return ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 || errno != EAGAIN;
}

}  // namespace

/// Kept alive by its handlers. Those that the end of the server drops unrun never touch it or its owner.
class Downstream::Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(Downstream& owner, Socket socket, contract::Call call, Done done)
      : owner_(owner),
        socket_(std::move(socket)),
        timer_(socket_.get_executor()),
        call_(call),
        request_(fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n",
                             contract::blob_target(call, owner.path_))),
        done_(std::move(done)) {
    parser_.body_limit(contract::kLargestBlob);
  }

  void start(bool connected) {
    timer_.expires_after(std::chrono::milliseconds(contract::kDownPatienceMs));
    timer_.async_wait([self = shared_from_this()](Code code) {
      if (!code) self->finish(contract::gateway_timeout(), false);
    });
    if (connected) return write();
    const asio::ip::tcp::endpoint server(asio::ip::address_v4::loopback(), owner_.port_);
    socket_.async_connect(server, [self = shared_from_this()](Code code) {
      if (code) return self->finish(contract::bad_gateway(), false);
      self->socket_.set_option(asio::ip::tcp::no_delay(true), code);
      self->write();
    });
  }

 private:
  void write() {
    asio::async_write(socket_, asio::buffer(request_), [self = shared_from_this()](Code code, std::size_t) {
      if (code) return self->finish(contract::bad_gateway(), false);
      self->read();
    });
  }

  void read() {
    http::async_read(socket_, in_, parser_, [self = shared_from_this()](Code code, std::size_t) {
      const auto& response = self->parser_.get();
      if (code || response.result() != http::status::ok) return self->finish(contract::bad_gateway(), false);
      self->finish({200, contract::kJson, contract::down_body(self->call_.ms, response.body())},
                   response.keep_alive());
    });
  }

  /// The first time counts: closing the socket ends its operations, too.
  void finish(contract::Reply reply, bool reusable) {
    if (!done_) return;
    const Done done = std::exchange(done_, nullptr);
    timer_.cancel();
    Code ignored;
    if (!reusable) socket_.close(ignored);
    owner_.ended(reusable ? std::optional(std::move(socket_)) : std::nullopt);
    done(std::move(reply));
  }

  Downstream& owner_;
  Socket socket_;
  Timer timer_;
  const contract::Call call_;
  const std::string request_;
  Done done_;
  boost::beast::flat_buffer in_;
  http::response_parser<http::string_body> parser_;
};

void Downstream::ask(contract::Call call, Done done) {
  if (under_way_ >= kMostConnections) {
    waiting_.emplace_back(call, std::move(done));
  } else {
    begin(call, std::move(done));
  }
}

void Downstream::begin(contract::Call call, Done done) {
  ++under_way_;
  auto kept = idle_connection();
  const bool connected = kept.has_value();
  std::make_shared<Exchange>(*this, connected ? std::move(*kept) : Socket(executor_), call, std::move(done))
      ->start(connected);
}

std::optional<Socket> Downstream::idle_connection() {
  while (!idle_.empty()) {
    Socket socket = std::move(idle_.back());
    idle_.pop_back();
    if (!has_ended(socket)) return socket;
  }
  return std::nullopt;
}

void Downstream::ended(std::optional<Socket> reusable) {
  --under_way_;
  if (reusable) idle_.push_back(std::move(*reusable));
  if (waiting_.empty()) return;
  auto [call, done] = std::move(waiting_.front());
  waiting_.pop_front();
  begin(call, std::move(done));
}

}  // namespace harness::reference
