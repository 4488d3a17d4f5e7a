#pragma once
// What speaks against a result. Pure: from the plan and what was measured to findings, each with a code that
// scripts can test for. An INVALID result must not be used; a SUSPECT one only knowing the reason. The limits
// stand here, before any data.
#include <string>
#include <vector>

#include "harness/load/load_plan.hpp"
#include "harness/load/load_result.hpp"

namespace harness::load {

inline constexpr double kLittleTolerance = 0.05;
/// In turns, which have two edges each: of the requests in 25 ms one in eight crosses one, and a host that
/// stands still there moves X · R̄ though nothing is wrong. little_ratio of a healthy server in slices.csv of
/// seven runs of scripts/certify on a shared VM: 0.933 to 1.038, median 0.9994.
inline constexpr double kLittleToleranceInTurns = 0.10;
[[nodiscard]] constexpr double little_tolerance(std::size_t turns) {
  return turns > 1 ? kLittleToleranceInTurns : kLittleTolerance;
}
/// Of an open loop: with fewer answers, one across the window's edge moves a mean by more than the tolerance.
inline constexpr std::uint64_t kAnswersForLittle = 100;
inline constexpr double kClientBusyLimit = 0.70;
/// Lateness the client may add to what is published of the response times, which are lateness and service
/// together: of their median and of their p99, each with that of the lateness, the larger of these two. 5 %
/// is less than the intervals we publish; 50 µs is what it takes to wake an idle CPU (waiter.hpp), which no
/// client is spared.
inline constexpr Nanoseconds kLatenessFloor{50'000};
inline constexpr double kLatenessShare = 0.05;
/// Connections may get answers as unevenly as this. Source: Jain's index of Poisson counts with a mean of 10
/// is 10/11 = 0.91; with fewer answers per connection chance alone is less even, so nothing is said.
inline constexpr double kJainLimit = 0.9;
inline constexpr double kAnswersForJain = 10;
/// A level that moves by more than this inside one load is two loads.
inline constexpr double kLevelMoves = 1.25;
inline constexpr double kLevelExplains = 0.8;
/// Time the hypervisor may take, and a standstill that no percentile of ours should contain.
inline constexpr double kStealLimit = 0.02;
inline constexpr Nanoseconds kStallLimit{5'000'000};
/// Share of the window a worker may stand in line for its CPU: beyond, another program wants it. Times pushed
/// off would count the hiccup monitor's looks as well, which take microseconds.
inline constexpr double kInLineLimit = 0.02;
inline constexpr double kServerBusyLimit = 0.90;
/// Of the rate asked for that must have been sent.
inline constexpr double kRateReached = 0.99;
/// Of the requests may find every connection busy before that is what is measured.
inline constexpr double kWaitedLimit = 0.01;

enum class GuardLevel { kSuspect, kInvalid };

/// What the engine cannot see. Absent: not known, and then nothing is concluded from it.
struct Surroundings {
  std::optional<double> server_busy_share{};       ///< of the CPUs it may use
  std::optional<std::uint64_t> server_requests{};  ///< by its own count, since before the load
  std::optional<Nanoseconds> promised_wait{};      ///< what the endpoint waits by contract
  std::string not_equivalent{};  ///< how the server's answers differ from those of its peers
  std::optional<double> steal_share{};
  std::optional<Nanoseconds> longest_stall{};
  std::optional<std::uint64_t> log_bytes{};         ///< written by the server meanwhile
  std::optional<std::uint64_t> listen_overflows{};  ///< connections the kernel dropped meanwhile
  int workers = 1;                                  ///< processes that serve
  std::optional<double> evenness{};  ///< Jain's index of what each of them answered, since before the load
};

struct Guard {
  std::string code;  ///< "CLIENT_SATURATED"
  GuardLevel level = GuardLevel::kSuspect;
  std::string detail;
};

[[nodiscard]] const char* name_of(GuardLevel level);  ///< "SUSPECT", "INVALID"

/// Empty when nothing speaks against the numbers.
[[nodiscard]] std::vector<Guard> guards_of(const LoadPlan& plan, const LoadResult& result,
                                           const Surroundings& around = {});

/// Which response time the client's own lateness spoils, in words; empty: none.
[[nodiscard]] std::string bad_pacing(const OpenLoopTimes& times);

/// What the machine did to the client, in words; empty: nothing worth saying.
[[nodiscard]] std::string machine_noise(const Surroundings& around,
                                        std::optional<double> client_in_line_share);

}  // namespace harness::load
