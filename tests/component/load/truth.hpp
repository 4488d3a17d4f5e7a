#pragma once
// One measurement against a server whose truth is known, taken again when the machine was at fault. For tests
// only: needs CPUs 0 (the server, which never sleeps) and 1 (the client) for itself.
#include <cmath>
#include <functional>
#include <optional>
#include <string>

#include "exact_server.hpp"
#include <gtest/gtest.h>
#include <sched.h>

#include "harness/load/engine.hpp"

namespace harness::load {

using test::ExactServer;

inline constexpr int kServerCpu = 0;
inline constexpr int kClientCpu = 1;

inline Nanoseconds micros(double us) {
  return Nanoseconds(static_cast<std::int64_t>(us * 1e3));
}

inline LoadPlan open_loop(std::uint16_t port, double per_second, int connections) {
  LoadPlan plan;
  plan.port = port;
  plan.asks[0].request = {
      .method = "GET", .target = "/plaintext", .host = "127.0.0.1", .headers = {}, .body = {}};
  plan.asks[0].expectation = Expectation::exact("Hello, World!");
  plan.connections = connections;
  plan.schedule = ScheduleSpec{.rate = {per_second}};
  plan.cpus = {kClientCpu};
  plan.spin = Spin::kAlways;
  plan.lead_in = milliseconds(200);
  plan.duration = seconds(2);
  return plan;
}

inline bool two_cpus() {
  cpu_set_t set;
  return ::sched_getaffinity(0, sizeof set, &set) == 0 && CPU_ISSET(kServerCpu, &set) &&
         CPU_ISSET(kClientCpu, &set);
}

inline std::uint64_t slower_than(const stats::Histogram& histogram, Nanoseconds limit) {
  std::uint64_t slower = 0;
  for (const auto& [bucket, count] : histogram.sparse())
    slower += stats::Histogram::bucket_low(bucket) >= limit ? count : 0;
  return slower;
}

/// Share of the requests that left more than 100 µs late, when the typical one did not: with free connections
/// that is a client whose CPU was taken. Nothing when pacing itself is late, which no machine excuses.
inline double held_up_share(const LoadResult& result) {
  if (!result.open_loop || result.waited_for_connection > 0) return 0;
  const stats::Histogram& lateness = result.open_loop->lateness;
  if (lateness.count() == 0 || *lateness.quantile(0.5) > microseconds(20)) return 0;
  return static_cast<double>(slower_than(lateness, microseconds(100))) /
         static_cast<double>(lateness.count());
}

/// Why this measurement says nothing: the machine stood still or was somebody else's, which no tolerance can
/// cover. Both sides never sleep here, so whoever takes their CPU shows.
inline std::optional<std::string> noise_in(ExactServer& server, const LoadResult& result) {
  constexpr Nanoseconds kTooLong = milliseconds(3);
  constexpr double kInLine = 0.002;
  server.stop();
  const double in_line = result.client_in_line_share.value_or(0);
  if (server.longest_pause() < kTooLong && in_line < kInLine) return std::nullopt;
  return fmt::format(
      "MACHINE_NOISE: the server stood still for up to {}, the client waited {:.2f} % of the time for its "
      "CPU",
      human(server.longest_pause()), 100 * in_line);
}

/// Disturbances too short for noise_in, but of so large a share that a 99th percentile (one request in a
/// hundred) may be theirs. A median or a count is not moved by them. Call noise_in first.
inline bool tail_disturbed(const ExactServer& server, const LoadResult& result) {
  constexpr double kShare = 0.003;
  return server.paused_share() >= kShare || held_up_share(result) >= kShare;
}

/// What one measurement showed.
struct Attempt {
  std::string wrong;  ///< empty: the truth
  std::optional<std::string> noise;
  bool tail_disturbed = false;
  bool may_be_machine = false;  ///< wrong only by as much as a disturbed machine can do
};

/// The machine may be somebody else's for a while: one of a few measurements has to show what the method can
/// do. When none does and the machine was at fault in each of them, nothing has been shown either way. A 99th
/// percentile moves by disturbances too short for our sensors, and where they saw one there are more: for it
/// alone, a machine that was at fault in any of them has shown nothing.
template <typename Measure>
void expect_truth(Measure measure) {
  if (!two_cpus()) GTEST_SKIP() << "needs CPUs 0 and 1: the server never sleeps";
  constexpr int kAttempts = 5;
  std::string seen;
  bool noisy = false;
  bool wrong_when_quiet = false;
  for (int attempt = 1; attempt <= kAttempts; ++attempt) {
    const Attempt one = measure();
    if (one.wrong.empty()) return;
    noisy = noisy || one.noise || one.tail_disturbed;
    wrong_when_quiet = wrong_when_quiet || (!one.noise && !one.may_be_machine);
    seen += fmt::format("\nattempt {}: {} {}", attempt, one.wrong, one.noise.value_or(""));
  }
  if (noisy && !wrong_when_quiet) GTEST_SKIP() << "the machine was not quiet:" << seen;
  FAIL() << seen;
}

/// Runs the load and asks `judge` what is wrong with its result; a load that fails is wrong.
template <typename Judge>
Attempt attempt(ExactServer& server, const LoadPlan& plan, Judge judge) {
  const auto result = run(plan);
  if (!result) return {result.error().message, std::nullopt, false, false};
  std::string wrong = !result->ledger.balances() ? "the ledger does not balance"
                      : result->ledger.ok == 0   ? "no answer at all"
                                                 : judge(*result);
  auto noise = noise_in(server, *result);
  return {std::move(wrong), std::move(noise), tail_disturbed(server, *result), false};
}

/// "p50 1.20 is not within 0.05 of 1.00" or nothing.
inline std::string unless_near(const char* what, double seen, double truth, double tolerance) {
  if (std::abs(seen - truth) <= tolerance) return {};
  return fmt::format("{} {:.4g} is not within {:.3g} of {:.4g}; ", what, seen, tolerance, truth);
}

}  // namespace harness::load
