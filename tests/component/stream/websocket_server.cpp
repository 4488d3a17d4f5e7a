#include "websocket_server.hpp"

#include <deque>
#include <utility>

#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace harness::test {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;

}  // namespace

class WebSocketServer::Connection final : public WebSocketPeer {
 public:
  Connection(WebSocketServer& server, tcp::socket socket, int number)
      : server_(server), number_(number), socket_(std::move(socket)) {}

  void start() {
    socket_.next_layer().set_option(tcp::no_delay(true));
    socket_.async_accept([this](const error_code& failure) {
      if (!failure) read();
    });
  }
  [[nodiscard]] int number() const override { return number_; }
  void send(std::string text) override { enqueue({Kind::kText, std::move(text), 0, 0}); }
  void send_binary(std::string bytes) override { enqueue({Kind::kBinary, std::move(bytes), 0, 0}); }
  void send_in_frames(std::string text, std::size_t frame_bytes) override {
    enqueue({Kind::kText, std::move(text), frame_bytes, 0});
  }
  void send_raw(std::string bytes) override { enqueue({Kind::kRaw, std::move(bytes), 0, 0}); }
  void close(std::uint16_t code) override { enqueue({Kind::kClose, {}, 0, code}); }
  void drop() override {
    error_code ignored;
    socket_.next_layer().close(ignored);
  }

 private:
  enum class Kind { kText, kBinary, kRaw, kClose };
  struct Order {
    Kind kind;
    std::string bytes;
    std::size_t frame_bytes;
    std::uint16_t code;
  };

  void read() {
    socket_.async_read(incoming_, [this](const error_code& failure, std::size_t) {
      if (failure) return;
      ++server_.messages_;
      const std::string text = beast::buffers_to_string(incoming_.cdata());
      incoming_.consume(incoming_.size());
      server_.script_(*this, text, received_++);
      read();
    });
  }
  void enqueue(Order order) {
    orders_.push_back(std::move(order));
    if (orders_.size() == 1) obey();
  }
  void obey() {
    const Order& order = orders_.front();
    const auto done = [this](const error_code& failure, std::size_t = 0) {
      orders_.pop_front();
      if (!failure && !orders_.empty()) obey();
    };
    switch (order.kind) {
      case Kind::kRaw:
        return asio::async_write(socket_.next_layer(), asio::buffer(order.bytes), done);
      case Kind::kClose:
        return socket_.async_close(static_cast<websocket::close_code>(order.code), done);
      case Kind::kText:
      case Kind::kBinary:
        socket_.binary(order.kind == Kind::kBinary);
        if (order.frame_bytes > 0) return send_frame(0);
        socket_.auto_fragment(false);
        return socket_.async_write(asio::buffer(order.bytes), done);
    }
  }
  void send_frame(std::size_t from) {
    const Order& order = orders_.front();
    const std::size_t size = std::min(order.frame_bytes, order.bytes.size() - from);
    const bool last = from + size == order.bytes.size();
    socket_.async_write_some(last, asio::buffer(order.bytes.data() + from, size),
                             [this, from, size, last](const error_code& failure, std::size_t) {
                               if (!failure && !last) return send_frame(from + size);
                               orders_.pop_front();
                               if (!failure && !orders_.empty()) obey();
                             });
  }

  WebSocketServer& server_;
  int number_;
  int received_ = 0;
  beast::flat_buffer incoming_;
  std::deque<Order> orders_;
  websocket::stream<tcp::socket> socket_;
};

WebSocketServer::WebSocketServer(Script script)
    : script_(std::move(script)), acceptor_(context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
  port_ = acceptor_.local_endpoint().port();
  accept();
  thread_ = std::thread([this] { context_.run(); });
}

WebSocketServer::~WebSocketServer() {
  context_.stop();
  thread_.join();
}

std::vector<WebSocketPeer*> WebSocketServer::peers() const {
  std::vector<WebSocketPeer*> all;
  for (const auto& connection : connections_) all.push_back(connection.get());
  return all;
}

void WebSocketServer::accept() {
  acceptor_.async_accept([this](const error_code& failure, tcp::socket socket) {
    if (failure) return;
    const int number = static_cast<int>(connections_.size());
    connections_.push_back(std::make_shared<Connection>(*this, std::move(socket), number));
    connections_.back()->start();
    accept();
  });
}

}  // namespace harness::test
