#pragma once
// The life of one WebSocket load, or one of lines: open all connections, drive the traffic through lead-in,
// window and drain, close all connections. Runs on one thread, which sleeps in epoll until something is due
// or has come. Threading: run() on the load thread; what is public of its state is for the thread that waits.
// Errors: run() returns kEnvironment when no connection could be established.
#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "harness/base/error.hpp"
#include "harness/load/schedule.hpp"
#include "harness/load/window.hpp"
#include "harness/stream/message_connection.hpp"
#include "harness/stream/published.hpp"
#include "harness/stream/websocket_plan.hpp"
#include "harness/stream/websocket_traffic.hpp"
#include "harness/stream/window_cpu.hpp"

namespace harness::stream {

class WebSocketSession final : public MessageConnection::Events {
 public:
  WebSocketSession(const WebSocketPlan& plan, const load::Address& address);

  Result<WebSocketResult> run();

  std::atomic<bool> stop = false;
  std::atomic<std::int64_t> load_starts_ns = 0;  ///< 0 until every handshake is over

  Published published;

  /// The window of a load that starts then.
  [[nodiscard]] static load::Window window_of(const WebSocketPlan& plan, Instant load_starts);

  void opened(std::uint32_t connection, const MessageConnection::Opening& times) override;
  void not_opened(std::uint32_t connection, NotOpened kind, std::string problem) override;
  void received(std::uint32_t connection, std::string_view payload, bool is_text, Instant at) override;
  void writable(std::uint32_t connection) override;
  void ended(std::uint32_t connection, const Ending& ending) override;

 private:
  enum class Phase : std::uint8_t { kOpening, kLoad, kClosing, kOver };

  void open_more();
  void start_load();
  void pulse();
  void wake_at(Instant moment);
  void opening_pulse(Instant now);
  void load_pulse(Instant now);
  void closing_pulse(Instant now);
  void admit_due(Instant now);
  void start_connections(Instant now);
  void sweep(Instant now);
  void send_waiting(std::uint32_t connection);
  void send_next_of_closed_loop(std::uint32_t connection);
  [[nodiscard]] bool may_send(Instant now) const;
  [[nodiscard]] bool load_is_over(Instant now) const;
  [[nodiscard]] Instant next_moment(Instant now) const;
  void finish(Instant now);
  void end_all();
  [[nodiscard]] WebSocketResult summarise();

  const WebSocketPlan& plan_;
  const load::Address& address_;
  SteadyClock clock_;
  boost::asio::io_context context_{1};
  boost::asio::steady_timer timer_{context_};
  std::vector<std::unique_ptr<MessageConnection>> connections_;
  std::vector<std::uint32_t> established_;
  std::unique_ptr<WebSocketTraffic> traffic_;
  std::optional<load::Schedule> schedule_;
  std::optional<load::Cursor> cursor_;
  WebSocketResult result_;
  Phase phase_ = Phase::kOpening;
  std::size_t tried_ = 0;
  std::size_t decided_ = 0;
  std::size_t started_ = 0;  ///< closed loop: connections whose turn in the lead-in has come
  std::size_t open_ = 0;
  bool dropped_ = false;
  Instant give_up_opening_;
  Instant load_starts_;
  Instant next_sweep_;
  Instant give_up_closing_;
  load::Window window_;
  std::optional<WindowCpu> cpu_;  ///< made on the load thread
};

}  // namespace harness::stream
