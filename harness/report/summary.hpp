#pragma once
// Many slice rows → one line per cell and stack, for showing. Medians over valid slices; no judging: verdicts
// are computed from the rows themselves, per block.
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "harness/results/run_folder.hpp"
#include "harness/results/slice_row.hpp"

namespace harness::report {

/// Medians of a job's figures.
struct JobSummary {
  std::optional<double> wall_s, first_s, steady_s, steady_cpu_s, rate_per_s, max_rss_kib;
  std::string tag;
};

enum class RowKind { kLoad, kJob, kLaunch, kConversation };

struct LaunchSummary {
  std::optional<double> ready_s, first_s;
};

struct StackSummary {
  std::string stack;
  std::string runtime;  ///< "node 26.10.0"
  std::size_t valid = 0;
  std::size_t invalid = 0;
  std::size_t failed = 0;
  std::size_t absent = 0;
  /// Failed requests over all measured slices, valid or not; of a conversation, whatever did not arrive.
  std::uint64_t errors = 0;
  std::string reason;      ///< of the first row that is not ok
  std::string limited_by;  ///< the most frequent one
  std::optional<double> throughput_rps, server_cpu_us_per_request, server_pss_kib, server_busy_share;
  /// Answers in the time of one canary of the same slice: in how far the rate is this CPU's speed just then.
  std::optional<double> answers_per_canary;
  std::optional<double> p50_us, p99_us;  ///< service time in a closed loop, response time in an open one
  std::optional<double> last_member_us;  ///< conversation: median until everybody had a message
  JobSummary job;
  LaunchSummary launch;
};

struct CellSummary {
  std::string cell;
  std::string target;
  int connections = 0;
  std::optional<double> rate_rps;  ///< open loop
  std::string arrivals;
  RowKind kind = RowKind::kLoad;
  std::string conversation{};            ///< "echo" | "room" | "game"
  std::optional<std::uint64_t> rooms{};  ///< of a conversation
  std::vector<StackSummary> stacks;      ///< in order of first appearance by name of the suite
};

/// What limited it, or how many of its rows are not to be used: "server CPU, 2 of 14 invalid".
[[nodiscard]] std::string state_of(const StackSummary& stack);

/// Cells by target, connections and rate; stacks by name.
[[nodiscard]] std::vector<CellSummary> summarise(std::span<const results::SliceRow> rows);
/// Of the arms that are compared: those of the controls only serve the certificate.
[[nodiscard]] std::vector<CellSummary> summarise(const results::StoredRun& run);

/// What bounds the trust in all of them.
struct Trust {
  std::size_t rows = 0;  ///< measured ones: ok or invalid
  std::size_t invalid = 0;
  std::size_t failed = 0;
  std::size_t ledgers = 0;  ///< of the measured rows, those of loads: jobs and launches have none
  std::size_t ledgers_balanced = 0;
  std::optional<double> worst_little;    ///< the ratio farthest from 1
  std::optional<double> busiest_client;  ///< of the valid rows
  std::optional<double> worst_steal_share;
  std::optional<double> fastest_canary_us, slowest_canary_us;  ///< the same loop, at various times
  std::map<std::string, std::size_t> suspect;  ///< guard code → rows that are ok but carry it
};
[[nodiscard]] Trust trust_of(std::span<const results::SliceRow> rows);

}  // namespace harness::report
