#include "harness/cli/load_floor.hpp"
#include "harness/cli/load_output.hpp"
#include "harness/report/text.hpp"

namespace harness::cli {
namespace {

std::string failures_text(const load::Ledger& ledger) {
  std::string text;
  const auto add = [&](std::uint64_t count, const char* what) {
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, what);
  };
  add(ledger.http_error, "wrong status");
  add(ledger.connect_failed, "connect failed");
  add(ledger.reset_before_byte, "reset before the first byte");
  add(ledger.reset_mid_body, "reset inside the answer");
  add(ledger.bad_response, "bad response");
  add(ledger.timeout, "timeout");
  add(ledger.shed, "past the deadline before they could be sent");
  add(ledger.in_flight_at_end, "unanswered at the end");
  add(ledger.never_dispatched, "still waiting for a connection at the end");
  return text.empty() ? "none" : text;
}

std::string ms(std::optional<Nanoseconds> value) {
  return report::three_digits(value ? std::optional(to_milliseconds(*value)) : std::nullopt);
}

std::string count_text(std::uint64_t count) {
  return report::with_thousands(static_cast<double>(count));
}

std::string loop_text(const load::LoadPlan& plan) {
  if (!plan.schedule) return "closed loop";
  return fmt::format("open loop, {} requests/s {}, {}", report::with_thousands(plan.schedule->rate.value),
                     load::name_of(plan.schedule->arrivals), load::name_of(plan.dispatch));
}

/// Percentiles that the unanswered requests could still raise are shown as what they are: lower bounds.
std::string latency_line(std::string_view name, const stats::Histogram& histogram, double exact_up_to = 1) {
  const auto at = [&](double q) {
    return (q > exact_up_to && histogram.count() > 0 ? "≥ " : "") + ms(histogram.quantile(q));
  };
  const auto mean = histogram.mean_ns();
  return fmt::format("  {:<11}  p50 {} · p90 {} · p99 {} · p99.9 {} · max {} · mean {}\n", name, at(0.5),
                     at(0.9), at(0.99), at(0.999), at(1),
                     report::three_digits(mean ? std::optional(*mean * 1e-6) : std::nullopt));
}

std::string latencies_text(const load::LoadResult& result) {
  const double exact_up_to = result.exact_up_to();
  std::string text;
  if (result.open_loop) text += latency_line("response ms", result.open_loop->response, exact_up_to);
  text += latency_line("service ms", result.service, exact_up_to);
  if (result.open_loop) text += latency_line("lateness ms", result.open_loop->lateness);
  return text;
}

std::string wire_text(const load::LoadPlan& plan, const load::LoadResult& result) {
  if (!result.wire) return "";
  const load::WireTimes& wire = *result.wire;
  return latency_line("wire ms", wire.wire) +
         fmt::format(
             "               between the kernel's stamps, 1 request in {}: {} · the client adds {} + {} at "
             "p50\n",
             plan.stamp_one_in, count_text(wire.wire.count()), ms(wire.client_out.quantile(0.5)),
             ms(wire.client_in.quantile(0.5)));
}

std::string slowest_text(const load::LoadResult& result) {
  constexpr std::size_t kShown = 3;
  std::string text;
  const auto slowest = result.tail.slowest_first();
  for (std::size_t i = 0; i < std::min(kShown, slowest.size()); ++i) {
    text += fmt::format("{}{} at {:.2f} s", i == 0 ? "" : " · ", ms(slowest[i].response),
                        to_seconds(slowest[i].intended - result.window_opened));
  }
  return text.empty() ? "" : fmt::format("  slowest ms   {}\n", text);
}

}  // namespace

std::string load_text(const LoadOutcome& outcome) {
  const auto& [title, plan, result, guards, floor] = outcome;
  const load::Ledger& ledger = result.ledger;
  std::string text =
      fmt::format("{}\n{} · {} connections · {} thread{} · {}\n\n", title, loop_text(plan), plan.connections,
                  plan.threads, plan.threads == 1 ? "" : "s", human(result.window));
  text += fmt::format("  throughput   {} requests/s\n", report::with_thousands(result.throughput_rps));
  text += latencies_text(result) + wire_text(plan, result) + slowest_text(result);
  text += fmt::format("  requests     {} scheduled, {} ok · failures: {}\n", count_text(ledger.scheduled),
                      count_text(ledger.ok), failures_text(ledger));
  if (!result.first_problem.empty())
    text += fmt::format("               the first: {}\n", result.first_problem);
  text += fmt::format("  connections  connect ms p50 {} · max {} · {} reconnects · Jain index {}\n",
                      ms(result.connect.quantile(0.5)), ms(result.connect.max()), result.new_connections,
                      report::three_digits(result.jain_index));
  text += fmt::format("  bytes        {} in, {} out\n", count_text(result.bytes_in),
                      count_text(result.bytes_out));
  text += fmt::format("  client       {:.0f} % busy, {} CPU µs per request\n", 100 * result.client_busy_share,
                      report::three_digits(result.client_cpu_us_per_request()));
  if (floor) text += floor_text(*floor);
  for (const load::Guard& guard : guards) {
    text += fmt::format("  {}  {}: {}\n", load::name_of(guard.level), guard.code, guard.detail);
  }
  return text;
}

}  // namespace harness::cli
