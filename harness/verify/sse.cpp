#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/native/reference/contract_pieces.hpp"
#include "workloads/native/reference/contract_response.hpp"

#include "harness/base/printable.hpp"
#include "harness/verify/cadence.hpp"
#include "harness/verify/head.hpp"
#include "harness/verify/probe.hpp"

namespace harness::verify {
namespace {

struct Event {
  std::int64_t made_ns = 0;  ///< as it says itself
  Instant came;
};

/// Reads events to the byte, in their turn.
class EventReader {
 public:
  void hear(std::string_view part) {
    const Instant now = SteadyClock{}.now();
    text_.append(part);
    for (auto end = text_.find("\n\n"); end != std::string::npos && !problem_; end = text_.find("\n\n")) {
      take(std::string_view(text_).substr(0, end + 2), now);
      text_.erase(0, end + 2);
    }
  }
  [[nodiscard]] const std::vector<Event>& events() const { return events_; }
  [[nodiscard]] Problem problem() const {
    if (problem_ || text_.empty()) return problem_;
    return fmt::format("'{}' behind the last event", printable(text_.substr(0, 60)));
  }

 private:
  void take(std::string_view text, Instant now) {
    constexpr std::string_view kBeforeTime = R"("t":)";
    const auto at = text.find(kBeforeTime);
    Event event{0, now};
    if (at != std::string_view::npos)
      std::from_chars(text.data() + at + kBeforeTime.size(), text.data() + text.size(), event.made_ns);
    if (text != contract::event(events_.size(), event.made_ns)) {
      problem_ =
          fmt::format("event {} is '{}', expected '{}'", events_.size(), printable(text.substr(0, 100)),
                      printable(contract::event(events_.size(), event.made_ns)));
      return;
    }
    events_.push_back(event);
  }

  std::string text_;
  std::vector<Event> events_;
  Problem problem_;
};

std::string target_of(std::uint64_t count, std::uint64_t hz) {
  return fmt::format("/sse?n={}&hz={}", count, hz);
}

/// Each was made when it was due or later, on the clock that all processes of the machine share.
Problem wrong_times(const std::vector<Event>& events, std::uint64_t hz, Instant asked) {
  const std::int64_t due_before_that = events.front().made_ns;
  if (due_before_that < asked.since_start.count())
    return "event 0 says that it was made before it was asked for";
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Nanoseconds late(events[i].made_ns - due_before_that -
                           static_cast<std::int64_t>(i * 1'000'000'000 / hz));
    if (late < Nanoseconds(0)) return fmt::format("event {} was made {} early", i, human(-late));
    if (events[i].made_ns > events[i].came.since_start.count())
      return fmt::format("event {} says that it was made after it came", i);
  }
  return std::nullopt;
}

struct Streamed {
  Problem problem;
  std::vector<Event> events;
  Instant asked;
};

Streamed stream(RawConnection& connection, std::uint64_t count, std::uint64_t hz) {
  EventReader reader;
  const Instant asked = SteadyClock{}.now();
  connection.send(get_request(target_of(count, hz)));
  const auto head = connection.receive_into("GET " + target_of(count, hz),
                                            [&](std::string_view part) { reader.hear(part); });
  Streamed streamed{reader.problem(), reader.events(), asked};
  if (streamed.problem) return streamed;
  streamed.problem = wrong_head(head, 200, contract::kEventStream, {"cache-control", "transfer-encoding"});
  if (streamed.problem) return streamed;
  if (head.header("Cache-Control") != "no-cache") {
    streamed.problem =
        fmt::format("{}: Cache-Control '{}', expected 'no-cache'", head.asked, head.header("Cache-Control"));
  } else if (streamed.events.size() != count) {
    streamed.problem = fmt::format("{}: {} events came", head.asked, streamed.events.size());
  } else {
    streamed.problem = wrong_times(streamed.events, hz, asked);
  }
  return streamed;
}

Finding golden(Probe& probe) {
  auto connection = probe.connect();
  const std::uint64_t some = 20 + probe.random().below(20);
  for (const std::uint64_t count : {std::uint64_t{1}, some}) {
    if (const auto streamed = stream(connection, count, 500); streamed.problem)
      return failed("{}", *streamed.problem);
  }
  if (auto problem = wrong_status(connection.get("/plaintext"), 200))
    return failed("after an event stream the connection is out of step: {}", *problem);
  return passed("{} events to the byte, none early, and the connection goes on", some + 1);
}

Finding cadence_of_one(Probe& probe) {
  constexpr std::uint64_t kEvents = 80;
  constexpr std::uint64_t kHz = 250;
  auto connection = probe.connect();
  const auto streamed = stream(connection, kEvents, kHz);
  if (streamed.problem) return failed("{}", *streamed.problem);
  Cadence cadence(streamed.asked, Nanoseconds(1'000'000'000 / kHz));
  for (const Event& event : streamed.events) cadence.came(event.came);
  return cadence.finding();
}

/// A machine may be busy for as long as a third of a stream lasts; what a server does it does twice.
Finding cadence(Probe& probe) {
  const auto finding = cadence_of_one(probe);
  return finding.passed ? finding : cadence_of_one(probe);
}

/// Their streams would go on for three hours. What a server says of it to its log is another check's.
Finding client_leaves(Probe& probe) {
  for (int i = 0; i < 3; ++i) {
    auto connection = probe.connect();
    connection.send(get_request(target_of(contract::kMostEvents, 100)));
    if (connection.is_silent_until(probe.deadline()))
      return failed("{} clients have left their event streams, and the next gets none", i);
  }
  if (auto problem = wrong_status(probe.get("/plaintext"), 200))
    return failed("clients have left their event streams: {}", *problem);
  return passed("3 clients left an endless stream, and others are served");
}

}  // namespace

std::vector<Rule> sse_rules() {
  return {{"sse-golden", {"/sse", "/plaintext"}, golden},
          {"sse-cadence", {"/sse"}, cadence},
          {"sse-client-leaves", {"/sse", "/plaintext"}, client_leaves}};
}

}  // namespace harness::verify
