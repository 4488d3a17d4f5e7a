#pragma once
// One client connection of the reference server: parses, answers in order (also across /delay, /down and
// /cpu_off), one write for all answers that are ready. One operation is outstanding at a time; while an
// answer is waited for nothing is read. Threading: the server's one thread; of the pool's threads none
// touches a connection. Errors: a failed read or write ends the connection, silently.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "workloads/native/reference/contract_routes.hpp"
#include "workloads/native/reference/downstream.hpp"
#include "workloads/native/reference/games.hpp"
#include "workloads/native/reference/pour.hpp"
#include "workloads/native/reference/request_parser.hpp"
#include "workloads/native/reference/rooms.hpp"
#include "workloads/native/reference/sockets.hpp"
#include "workloads/native/reference/team.hpp"
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>

namespace harness::reference {

class Connection;
class WebSocketSession;

/// What all connections share.
struct ServerState {
  ServerState(int its_backlog, std::filesystem::path its_data_dir, boost::asio::thread_pool& its_pool,
              const Team& its_team, Seat& its_seat)
      : backlog(its_backlog),
        data_dir(std::move(its_data_dir)),
        pool(its_pool),
        team(its_team),
        seat(its_seat) {}

  const int backlog;
  const std::filesystem::path data_dir;  ///< empty: there are no files
  boost::asio::thread_pool& pool;
  Downstream* downstream = nullptr;  ///< set before the first connection, gone after the last event
  int computing = 0;                 ///< answers that are in the pool, waiting or being computed
  const Team& team;
  Seat& seat;                ///< of this process: what it has counted
  std::uint32_t second = 0;  ///< counts the server's sweeps, one a second
  bool stopping = false;
  std::unordered_set<Connection*> open;
  std::unordered_set<WebSocketSession*> websockets;
  Rooms rooms;
  Games games;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket socket, ServerState& server);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void start();
  void close_if_idle_too_long();
  void close_if_idle();  ///< the server is stopping: an idle keep-alive connection must not hold it

 private:
  enum class Step { kNeedsMore, kAnswered, kAwaited, kRefused, kUpgrades, kPours };

  void advance();
  Step parse();
  Step answer_request();
  Step refuse_upload();
  void compute_off(contract::Computation computation);
  void begin_to_pour(contract::Answer answer);
  void pour_piece();
  void ask_downstream(contract::Call call);
  void answer_is_due();
  void respond(const contract::Reply& reply, bool keep_alive, bool head_only);
  void append_head(const contract::Reply& reply, bool keep_alive, contract::Framing framing);
  void fill_in(contract::Answer& answer);
  bool flush();
  void write_from(std::size_t sent);
  void become_websocket();
  void read();
  void linger();
  void close();

  Socket socket_;
  Timer timer_;
  ServerState& server_;
  boost::beast::flat_buffer in_;
  std::string out_;
  std::optional<RequestParser> parser_;
  std::optional<Pour> pour_;                ///< the body of which the head has been answered
  std::optional<contract::Reply> delayed_;  ///< the request in parser_ is answered with this
  bool awaited_ = false;                    ///< delayed_, or what will be it, is not due yet
  bool writing_ = false;
  bool closing_ = false;
  bool lingering_ = false;
  std::optional<contract::Conversation> conversation_;  ///< what is to open; parser_ has the request for it
  bool continue_sent_ = false;
  std::uint32_t last_active_;
};

}  // namespace harness::reference
