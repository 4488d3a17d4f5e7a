#include "workloads/native/reference/line_server.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "workloads/native/reference/contract_lines.hpp"
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace harness::reference {
namespace {

namespace asio = boost::asio;
using Code = boost::system::error_code;

constexpr auto kAcceptPause = std::chrono::milliseconds(100);

class Device : public std::enable_shared_from_this<Device> {
 public:
  Device(Socket socket, Seat& seat) : socket_(std::move(socket)), seat_(seat) {}

  void start() {
    Code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    read();
  }

 private:
  /// At the end of the stream everything that came has been answered: the socket goes with its last owner.
  void read() {
    socket_.async_read_some(asio::buffer(bytes_), [self = shared_from_this()](Code code, std::size_t count) {
      if (code) return;
      self->pending_.append(self->bytes_.data(), count);
      self->answer();
    });
  }

  void answer() {
    std::size_t begin = 0;
    for (auto end = pending_.find('\n'); end != std::string::npos && !refused_;
         end = pending_.find('\n', begin)) {
      const auto line = std::string_view(pending_).substr(begin, end - begin);
      begin = end + 1;
      if (const auto acknowledged = contract::acknowledgement(line)) {
        ++seat_.lines;
        out_ += *acknowledged;
      } else {
        refused_ = true;
      }
    }
    pending_.erase(0, begin);
    refused_ = refused_ || pending_.size() >= contract::kLongestLine;
    if (out_.empty()) return go_on();
    asio::async_write(socket_, asio::buffer(out_), [self = shared_from_this()](Code code, std::size_t) {
      self->out_.clear();
      if (!code) self->go_on();
    });
  }

  void go_on() {
    if (!refused_) read();
  }

  Socket socket_;
  Seat& seat_;
  std::array<char, contract::kLongestLine> bytes_{};
  std::string pending_;  ///< of a line that has not come whole
  std::string out_;
  bool refused_ = false;
};

}  // namespace

LineServer::LineServer(const Executor& executor, int descriptor, Seat& seat)
    : acceptor_(executor, asio::ip::tcp::v4(), descriptor), pause_(executor), seat_(seat) {}

void LineServer::accept() {
  acceptor_.async_accept([this](Code code, Socket socket) {
    if (code == asio::error::operation_aborted) return;
    if (!code) {
      std::make_shared<Device>(std::move(socket), seat_)->start();
      return accept();
    }
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([this](Code stopped) {
      if (!stopped) accept();
    });
  });
}

void LineServer::stop() {
  Code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
}

}  // namespace harness::reference
