#pragma once
// The slices of one stack in one cell, seen one by one → what a table shows of them. Of each slice only the
// figures that are shown are kept. Medians over valid slices; of sources, sums.
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/report/row_kind.hpp"
#include "harness/report/source_sums.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/stats/overtaking.hpp"

namespace harness::report {

/// Medians of a job's figures.
struct JobSummary {
  std::optional<double> wall_s, first_s, steady_s, steady_cpu_s, rate_per_s, max_rss_kib;
  std::string tag;
  /// By block, in seconds; of blocks whose rows say what a start takes, and did more than one iteration.
  std::map<int, stats::Course> courses{};

  friend bool operator==(const JobSummary&, const JobSummary&) = default;
};

/// Medians of what jobs beside the load did to it.
struct BesideSummary {
  std::optional<double> alone_us, job_us, calm_p99_us;
  std::optional<double> delay_us;       ///< by how much the p99 grew, slice by slice
  std::optional<double> delay_in_jobs;  ///< the same in multiples of alone_us
  std::optional<double> loop_lag_us;    ///< by how much the server's own loop was late at most

  friend bool operator==(const BesideSummary&, const BesideSummary&) = default;
};

/// What a stack did in a block of a cell of several numbers of workers: the geometric mean of its valid
/// slices.
struct BlockRate {
  int block = 0;
  double per_s = 0;  ///< answers, or iterations of all workers

  friend bool operator==(const BlockRate&, const BlockRate&) = default;
};

struct LaunchSummary {
  std::optional<double> ready_s, first_s;

  friend bool operator==(const LaunchSummary&, const LaunchSummary&) = default;
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
  std::optional<double> last_us;  ///< conversation: until everybody had a message, or the last one its answer
  JobSummary job;
  LaunchSummary launch;
  BesideSummary beside;
  SourceSummary source;
  MutantSummary mutants;
  std::vector<BlockRate> rates{};  ///< by block

  friend bool operator==(const StackSummary&, const StackSummary&) = default;
};

class StackFigures {
 public:
  void add(const results::SliceRow& row);
  void add(StackFigures&& later);  ///< of the same stack and cell

  [[nodiscard]] StackSummary summary() const;
  /// A row of a job that failed says nothing that only jobs say; another one may.
  [[nodiscard]] RowKind kind() const { return kind_; }

  static constexpr std::size_t kFigures = 22;

 private:
  struct LogSum {
    double sum = 0;
    std::size_t n = 0;
  };
  StackSummary counted_;  ///< without medians
  RowKind kind_ = RowKind::kLoad;
  std::map<std::string, std::size_t> limited_by_;
  struct CourseSum {
    stats::Course sum;
    std::size_t n = 0;
  };
  std::map<int, LogSum> log_rates_;   ///< by block
  std::map<int, CourseSum> courses_;  ///< by block
  std::array<std::vector<double>, kFigures> figures_;
};

}  // namespace harness::report
