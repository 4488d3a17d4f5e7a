#pragma once
// What every check is given: the server, its manifest, randomness, and connections that end with the check's
// time. Rule ties a check's stable name to the endpoints it needs and the function that does it.
// Threading: connect() and get() from any thread; the rest from the checking one.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/clock.hpp"
#include "harness/base/random.hpp"
#include "harness/verify/finding.hpp"
#include "harness/verify/raw_connection.hpp"
#include "harness/verify/websocket_client.hpp"

namespace harness::verify {

class Probe {
 public:
  Probe(const Subject& subject, const workload::Stack& stack, std::uint64_t seed, bool may_leave_traces);

  void begin_check();                      ///< the seconds of a check start now
  [[nodiscard]] bool out_of_time() const;  ///< a server that hangs must not cost every check's seconds

  [[nodiscard]] const workload::Stack& stack() const { return stack_; }
  [[nodiscard]] bool declares(std::string_view endpoint) const;
  [[nodiscard]] bool may_leave_traces() const { return may_leave_traces_; }  ///< nobody measures it later
  [[nodiscard]] Random& random() { return random_; }
  [[nodiscard]] std::uint32_t random_u32() { return static_cast<std::uint32_t>(random_.next()); }

  [[nodiscard]] const Subject& subject() const { return subject_; }
  /// Who it asks for /down.
  [[nodiscard]] Subject downstream() const { return {subject_.host, subject_.down_port}; }
  [[nodiscard]] Instant deadline() const { return deadline_; }  ///< of the check
  [[nodiscard]] RawConnection connect() const { return {subject_, deadline_}; }
  /// To where it takes /lines.
  [[nodiscard]] RawConnection connect_for_lines() const {
    return {{subject_.host, subject_.line_port}, deadline_};
  }
  [[nodiscard]] Response get(std::string_view target) const { return connect().get(target); }
  [[nodiscard]] WebSocketClient websocket(std::string_view target, ReceiveBuffer buffer = 0) const {
    return {subject_, target, deadline_, buffer};
  }

  /// Seen when the probe was made: date-advances compares it at the end, without having to wait for it.
  [[nodiscard]] const Response& first_response() const { return first_response_; }
  [[nodiscard]] Instant started() const { return started_; }

 private:
  Subject subject_;
  const workload::Stack& stack_;
  Random random_;
  bool may_leave_traces_;
  Instant started_;
  Instant deadline_;
  Response first_response_;
};

struct Rule {
  const char* name;
  std::vector<const char*> needs;
  Finding (*check)(Probe& probe);
  bool leaves_traces = false;  ///< as memory that an interpreter keeps
};

[[nodiscard]] std::vector<Rule> body_rules();
[[nodiscard]] std::vector<Rule> compute_rules();
[[nodiscard]] std::vector<Rule> echo_rules();
[[nodiscard]] std::vector<Rule> upload_rules();
[[nodiscard]] std::vector<Rule> down_rules();
[[nodiscard]] std::vector<Rule> error_rules();
[[nodiscard]] std::vector<Rule> header_rules();
[[nodiscard]] std::vector<Rule> framing_rules();
[[nodiscard]] std::vector<Rule> sse_rules();
[[nodiscard]] std::vector<Rule> stream_rules();
[[nodiscard]] std::vector<Rule> file_rules();
[[nodiscard]] std::vector<Rule> lines_rules();
[[nodiscard]] std::vector<Rule> websocket_echo_rules();
[[nodiscard]] std::vector<Rule> websocket_room_rules();
[[nodiscard]] std::vector<Rule> websocket_game_rules();
[[nodiscard]] std::vector<Rule> identity_rules();
[[nodiscard]] std::vector<Rule> date_rules();

}  // namespace harness::verify
