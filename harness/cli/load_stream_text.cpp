#include "harness/cli/load_stream.hpp"
#include "harness/report/text.hpp"

namespace harness::cli {
namespace {

/// "3 lost, 1 cut off": what is not zero, or `none`.
class Listing {
 public:
  Listing& add(std::uint64_t count, std::string_view what) {
    if (count > 0) text_ += fmt::format("{}{} {}", text_.empty() ? "" : ", ", count, what);
    return *this;
  }
  [[nodiscard]] std::string or_else(std::string_view none) const {
    return text_.empty() ? std::string(none) : text_;
  }

 private:
  std::string text_;
};

std::string ms(std::optional<Nanoseconds> value) {
  return report::three_digits(value ? std::optional(to_milliseconds(*value)) : std::nullopt);
}

std::string count_text(std::uint64_t count) {
  return report::with_thousands(static_cast<double>(count));
}

std::string latency_line(std::string_view name, const stats::Histogram& histogram, double exact_up_to = 1) {
  const auto at = [&](double q) {
    return (q > exact_up_to && histogram.count() > 0 ? "≥ " : "") + ms(histogram.quantile(q));
  };
  return fmt::format("  {:<14}  p50 {} · p90 {} · p99 {} · p99.9 {} · max {}\n", name, at(0.5), at(0.9),
                     at(0.99), at(0.999), at(1));
}

std::string line(std::string_view name, const std::string& text) {
  return fmt::format("  {:<14}  {}\n", name, text);
}

std::string ledger_text(const stream::MessageLedger& ledger) {
  return fmt::format("{} scheduled, {} answered · {}", count_text(ledger.scheduled),
                     count_text(ledger.answered),
                     Listing()
                         .add(ledger.wrong_answer, "wrong")
                         .add(ledger.lost, "lost")
                         .add(ledger.cut_off, "cut off")
                         .add(ledger.send_failed, "not written")
                         .add(ledger.in_flight_at_end, "unanswered at the end")
                         .add(ledger.never_sent, "never sent")
                         .or_else("none missing"));
}

std::string integrity_text(const stream::WebSocketResult& result) {
  Listing found;
  if (result.fan_out) {
    const stream::FanoutCounts& counts = result.fan_out->counts;
    found.add(counts.duplicated, "duplicated")
        .add(counts.late, "late")
        .add(counts.strangers, "strangers")
        .add(counts.order_gaps, "gaps in the order")
        .add(counts.order_backwards, "backwards")
        .add(counts.order_disagreements, "at different positions")
        .add(counts.wrong_senders, "with the wrong sender");
  } else {
    const stream::MessageCounts& counts = result.counts;
    found.add(counts.duplicated, "duplicated")
        .add(counts.reordered, "reordered")
        .add(counts.late, "late")
        .add(counts.strangers, "strangers");
  }
  if (result.game) {
    found.add(result.game->early, "made before they were due");
    found.add(result.game->wrong_places, "with wrong places");
  }
  return found.add(result.unreadable, "unreadable").or_else("each once, in order");
}

std::string endings_text(const stream::WebSocketEndings& endings) {
  Listing found;
  found.add(endings.closed_by_us, "closed by us");
  found.add(endings.close_unanswered, "closed by us, unanswered");
  for (const auto& [code, count] : endings.closed_by_peer)
    found.add(count, fmt::format("closed by the server with {}", code));
  found.add(endings.without_close_frame, "ended without a close frame");
  return found.add(endings.protocol_error, "broke the protocol").or_else("none");
}

std::string handshakes_text(const stream::Handshakes& handshakes) {
  return fmt::format("{} of {} established{}", handshakes.established, handshakes.tried,
                     Listing()
                         .add(handshakes.connect_failed, "connect failed")
                         .add(handshakes.refused, "refused")
                         .add(handshakes.timed_out, "timed out")
                         .add(handshakes.broken, "broken")
                         .or_else(""));
}

std::string fan_out_text(const stream::WebSocketResult& result) {
  if (!result.fan_out) return "";
  const stream::FanoutResult& room = *result.fan_out;
  const auto completeness = result.completeness();
  return line("fan-out",
              fmt::format(
                  "{} % of the deliveries · {} of {} messages reached everyone · {}",
                  report::three_digits(completeness ? std::optional(100 * *completeness) : std::nullopt),
                  count_text(room.messages_complete), count_text(room.messages_sent),
                  room.counts.equal_order() ? "one order for all" : "NOT one order for all")) +
         latency_line("skew ms", room.skew) + latency_line("last member ms", room.slowest);
}

std::string game_text(const stream::WebSocketResult& result) {
  if (!result.game) return "";
  const stream::GameResult& game = *result.game;
  return line("steps", fmt::format("{} due, {} seen in a tick", count_text(game.steps_due),
                                   count_text(game.steps_seen))) +
         latency_line("step seen ms", game.step_seen);
}

/// What is counted: messages, or each of them at each member.
std::string unit_of(stream::Conversation conversation) {
  switch (conversation) {
    case stream::Conversation::kRoom:
      return "deliveries";
    case stream::Conversation::kGame:
      return "ticks";
    case stream::Conversation::kLines:
    case stream::Conversation::kEcho:
      break;
  }
  return "messages";
}

std::string guards_text(const std::vector<load::Guard>& guards) {
  std::string text;
  for (const load::Guard& guard : guards)
    text += fmt::format("  {}  {}: {}\n", load::name_of(guard.level), guard.code, guard.detail);
  return text;
}

std::string cpu_text(Nanoseconds cpu, std::uint64_t messages) {
  return report::three_digits(
      messages == 0 ? std::nullopt : std::optional(to_microseconds(cpu) / static_cast<double>(messages)));
}

}  // namespace

std::string websocket_text(const std::string& url, const stream::WebSocketPlan& plan,
                           const stream::WebSocketResult& result, const std::vector<load::Guard>& guards) {
  const std::string unit = unit_of(plan.conversation);
  const std::string loop =
      plan.schedule ? fmt::format("open loop, {} {}/s {}, round robin",
                                  report::with_thousands(plan.schedule->rate.value),
                                  result.game ? "steps" : "messages", load::name_of(plan.schedule->arrivals))
                    : "closed loop";
  const double exact_up_to = result.exact_up_to();
  std::string text = fmt::format("{}\n{} · {} connections{}{} · {}\n\n", url, loop, plan.connections,
                                 plan.rooms > 1 ? fmt::format(" in {} rooms", plan.rooms) : "",
                                 result.game ? "" : fmt::format(" · {} bytes a message", plan.message_bytes),
                                 human(result.window));
  text += line("throughput", fmt::format("{} {}/s", report::with_thousands(result.throughput), unit));
  if (result.open_loop) text += latency_line("response ms", result.open_loop->response, exact_up_to);
  if (!result.game) text += latency_line("service ms", result.service, exact_up_to);
  if (result.open_loop) text += latency_line("lateness ms", result.open_loop->lateness);
  text += fan_out_text(result);
  text += game_text(result);
  text += line(unit, ledger_text(result.ledger));
  text += line("in all", integrity_text(result));
  if (!result.first_problem.empty()) text += line("", "the first: " + result.first_problem);
  text += line("connections",
               fmt::format("{} · {}", handshakes_text(result.handshakes), endings_text(result.endings)));
  if (plan.conversation != stream::Conversation::kLines)
    text += latency_line("handshake ms", result.handshake);
  text += line("client",
               fmt::format("{:.0f} % busy, {} CPU µs for each of these {}", 100 * result.client_busy_share,
                           cpu_text(result.client_cpu, result.ledger.answered), unit));
  return text + guards_text(guards);
}

std::string sse_text(const std::string& url, const stream::SsePlan& plan, const stream::SseResult& result,
                     const std::vector<load::Guard>& guards) {
  const stream::SseStreams& streams = result.streams;
  const stream::SseCounts& counts = result.counts;
  std::string text = fmt::format("{}\n{} streams of {} events at {}/s · {}\n\n", url, plan.streams,
                                 plan.cadence.events, plan.cadence.rate.value, human(result.length));
  text += latency_line("connect ms", result.connect);
  text += latency_line("first event ms", result.times.first_event);
  text += latency_line("off cadence ms", result.times.cadence_error);
  text += line("", fmt::format("from {} ms to {} ms after its moment, counted from the first event",
                               ms(result.times.earliest), ms(result.times.latest)));
  if (result.times.delivery.count() > 0) text += latency_line("delivery ms", result.times.delivery);
  text += line("events", ledger_text(result.ledger));
  text += line("in all", Listing()
                             .add(counts.missing, "skipped")
                             .add(counts.duplicated, "duplicated")
                             .add(counts.reordered, "reordered")
                             .add(counts.strangers, "strangers")
                             .add(counts.wrong_data, "with wrong data")
                             .add(counts.oversized, "too large")
                             .or_else("each once, in order"));
  text += line("streams", Listing()
                              .add(streams.to_the_end, "to the end")
                              .add(streams.ended_early, "ended early")
                              .add(streams.stalled, "stalled")
                              .add(streams.still_running, "still running")
                              .add(streams.connect_failed, "connect failed")
                              .add(streams.no_answer, "without an answer")
                              .add(streams.refused, "refused")
                              .add(streams.broken, "broken")
                              .add(result.left_open, "of them not ended by the server")
                              .or_else("none"));
  if (!result.first_problem.empty()) text += line("", "the first: " + result.first_problem);
  text +=
      line("client", fmt::format("{} CPU µs per event", cpu_text(result.client_cpu, result.ledger.answered)));
  return text + guards_text(guards);
}

}  // namespace harness::cli
