#include "workloads/native/reference/server.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <vector>

#include "workloads/native/reference/connection.hpp"
#include "workloads/native/reference/line_server.hpp"
#include "workloads/native/reference/websocket_session.hpp"
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>
#include <unistd.h>

namespace harness::reference {
namespace {

namespace asio = boost::asio;
using Code = boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

constexpr auto kSweep = std::chrono::seconds(1);
constexpr auto kStopWithin = std::chrono::milliseconds(4500);
constexpr auto kAcceptPause = std::chrono::milliseconds(100);
constexpr auto kYield = std::chrono::milliseconds(1);  // to a worker with fewer connections

class Server {
 public:
  Server(const Listener& listener, const Listener& lines, const Options& options, Team& team, Seat& seat)
      : team_(team),
        pool_(static_cast<std::size_t>(options.threads)),
        state_(options.backlog, options.data_dir, pool_, team, seat),
        downstream_(io_.get_executor(), options.down_port, options.down_path),
        acceptor_(io_.get_executor(), asio::ip::tcp::v4(), listener.descriptor),
        signals_(io_, SIGTERM, SIGINT),
        sweep_(io_.get_executor()),
        pause_(io_.get_executor()),
        deadline_(io_.get_executor()) {
    state_.downstream = &downstream_;
    if (lines.descriptor >= 0) lines_.emplace(io_.get_executor(), lines.descriptor, seat);
  }

  void run() {
    signals_.async_wait([this](Code code, int) {
      if (!code) stop();
    });
    accept();
    if (lines_) lines_->accept();
    sweep();
    state_.seat.pid = ::getpid();
    if (++team_.ready == team_.workers) announce_ready(acceptor_.local_endpoint().port(), team_.pids());
    io_.run();
    // What the pool still has cannot be interrupted, and holds connections, which must not outlive the rest.
    if (state_.computing > 0) std::_Exit(0);
  }

 private:
  void accept() {
    if (team_.has_a_freer_one_than(state_.seat)) return accept_after(kYield);
    acceptor_.async_accept([this](Code code, Socket socket) {
      if (state_.stopping) return;
      if (code) return accept_after(kAcceptPause);  // out of descriptors: trying again at once would spin
      std::make_shared<Connection>(std::move(socket), state_)->start();
      accept();
    });
  }

  void accept_after(std::chrono::milliseconds pause) {
    pause_.expires_after(pause);
    pause_.async_wait([this](Code code) {
      if (!code && !state_.stopping) accept();
    });
  }

  void sweep() {
    sweep_.expires_after(kSweep);
    sweep_.async_wait([this](Code code) {
      if (code) return;
      ++state_.second;
      each_connection(&Connection::close_if_idle_too_long);
      if (state_.stopping && is_empty()) return io_.stop();
      sweep();
    });
  }

  void stop() {
    state_.stopping = true;
    Code ignored;
    acceptor_.close(ignored);
    if (lines_) lines_->stop();
    pause_.cancel();
    each_connection(&Connection::close_if_idle);
    const std::vector<WebSocketSession*> websockets(state_.websockets.begin(), state_.websockets.end());
    for (WebSocketSession* websocket : websockets) websocket->go_away();
    deadline_.expires_after(kStopWithin);
    deadline_.async_wait([this](Code) { io_.stop(); });
    leave_when_empty();
  }

  void leave_when_empty() {
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([this](Code) {
      if (is_empty()) return io_.stop();
      leave_when_empty();
    });
  }

  [[nodiscard]] bool is_empty() const { return state_.open.empty() && state_.websockets.empty(); }

  void each_connection(void (Connection::*act)()) {
    // A copy: closing may destroy the connection and with it its entry.
    const std::vector<Connection*> all(state_.open.begin(), state_.open.end());
    for (Connection* connection : all) (connection->*act)();
  }

  Team& team_;
  asio::thread_pool pool_;
  ServerState state_;  // before io_: connections that die with the queue still unregister here
  asio::io_context io_{1};
  Downstream downstream_;
  Acceptor acceptor_;
  std::optional<LineServer> lines_;
  asio::basic_signal_set<Executor> signals_;
  Timer sweep_;
  Timer pause_;
  Timer deadline_;
};

}  // namespace

void serve_contract(const Listener& listener, const Listener& lines, const Options& options, Team& team,
                    Seat& seat) {
  Server(listener, lines, options, team, seat).run();
}

}  // namespace harness::reference
