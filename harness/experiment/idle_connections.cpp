#include "harness/experiment/idle_connections.hpp"

#include <algorithm>

#include "harness/base/printable.hpp"
#include "harness/stream/message_text.hpp"
#include "harness/stream/websocket_plan.hpp"
#include "harness/workload/suite.hpp"

namespace harness::experiment {
namespace {

/// Of all connections together, and for each of them.
constexpr Nanoseconds kConnecting = seconds(10);
constexpr Nanoseconds kConnectingEach = milliseconds(2);
/// One after the other, each would wait for the server and for us to be scheduled; more may not fit into a
/// backlog.
constexpr std::size_t kAtOnce = 64;

constexpr std::string_view kUpgrade =
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\n";

bool is_upgraded(std::string_view target) {
  return target.starts_with("/ws/");
}

bool takes_lines(std::string_view target) {
  return stream::conversation_of_row(target) == stream::Conversation::kLines;
}

/// What every device says once: nobody compares them.
std::string a_line() {
  std::string line;
  stream::write_line(line, {}, 1, workload::kMessageBytes);
  return line + "\n";
}

void ask(verify::RawConnection& connection, const std::string& target) {
  if (takes_lines(target)) return connection.send(a_line());
  connection.send(verify::get_request(target, is_upgraded(target) ? kUpgrade : ""));
}

std::string problem_of_line(verify::RawConnection& connection) {
  std::string expected;
  stream::write_acknowledgement(expected, {}, 1);
  expected += '\n';
  const std::string answer = connection.receive_bytes(expected.size());
  if (answer == expected) return {};
  if (answer.empty()) return "its line was not acknowledged";
  return fmt::format("its line was answered with '{}'", printable(answer));
}

/// What went wrong since it was asked; empty when it is open now.
std::string problem_of(verify::RawConnection& connection, const std::string& target) {
  if (takes_lines(target)) return problem_of_line(connection);
  const verify::Response response = connection.receive("GET " + target);
  if (!response.failure.empty()) return response.failure;
  if (response.status == (is_upgraded(target) ? 101 : 200)) return {};
  return fmt::format("answered with status {}", response.status);
}

}  // namespace

Result<IdleConnections> IdleConnections::open(const verify::Subject& subject, const std::string& target,
                                              int connections) {
  const Instant deadline = SteadyClock().now() + kConnecting + connections * kConnectingEach;
  verify::Subject place = subject;
  if (takes_lines(target)) place.port = subject.line_port;
  IdleConnections idle;
  auto& opened = idle.connections_;
  for (std::size_t first = 0; std::ssize(opened) < connections; first = opened.size()) {
    const auto many = std::min<std::size_t>(kAtOnce, static_cast<std::size_t>(connections) - first);
    for (std::size_t i = 0; i < many; ++i)
      ask(*opened.emplace_back(std::make_unique<verify::RawConnection>(place, deadline)), target);
    for (std::size_t i = first; i < opened.size(); ++i) {
      if (const std::string problem = problem_of(*opened[i], target); !problem.empty())
        return environment_error("connection {} of {} to {}: {}", i + 1, connections, target, problem);
    }
  }
  return idle;
}

Result<void> IdleConnections::still_open() const {
  for (std::size_t i = 0; i < connections_.size(); ++i) {
    if (!connections_[i]->is_silent())
      return environment_error(
          "connection {} of {} was closed by the server, or sent something, before its memory was read: what "
          "it holds is not for all of them",
          i + 1, connections_.size());
  }
  return {};
}

}  // namespace harness::experiment
