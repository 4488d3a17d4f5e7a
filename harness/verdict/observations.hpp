#pragma once
// What of a run's rows a verdict may rest on, found by stack and cell. A run may have a million rows of which
// a claim reads a few: nothing else of them is kept, so they can be seen one by one and never be held at
// once. Nothing depends on the order of rows but which of them stands first in `slices`. Threading: none;
// parts of a run that were seen by several threads are joined afterwards.
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/results/metric.hpp"
#include "harness/results/procedure.hpp"
#include "harness/results/slice_row.hpp"
#include "harness/workload/claim.hpp"

namespace harness::verdict {

/// One slice. NaN stands for what was not measured: these are never stored.
struct Observation {
  int block = 0;
  results::SliceStatus status = results::SliceStatus::kOk;
  const std::string* suite = nullptr;
  const std::string* reason = nullptr;
  double steal_share = std::numeric_limits<double>::quiet_NaN();
  double client_in_line_share = std::numeric_limits<double>::quiet_NaN();
  double throttled_share = std::numeric_limits<double>::quiet_NaN();
};

/// The slices of one stack in one cell.
struct Observed {
  std::vector<Observation> slices;
  std::vector<double> values;  ///< of each slice one for each metric, in their order
};

class Observations {
 public:
  /// Of those metrics that `claims` and the controls of `procedure` are about.
  Observations(std::span<const workload::Claim> claims, const results::Procedure& procedure);

  void add(const results::SliceRow& row);
  /// Those of another part of the same run, made for the same claims.
  void add(Observations&& part);

  /// Rows that are not absent.
  [[nodiscard]] const Observed& measured(const std::string& stack, const std::string& cell) const;

  struct Absence {
    const std::string* suite;
    const std::string* cell;
    const std::string* reason;
    friend bool operator==(const Absence&, const Absence&) = default;
  };
  /// Rows that say why a stack could not be measured, of whatever cell.
  [[nodiscard]] const std::vector<Absence>& absent(const std::string& stack) const;

  /// Where `metric` stands among the values of a slice.
  [[nodiscard]] std::size_t index_of(std::string_view metric) const;
  [[nodiscard]] std::size_t metrics() const { return metrics_.size(); }

  /// Of the first row; empty without rows.
  [[nodiscard]] std::optional<int> schema() const { return schema_; }
  /// When each block began, on CLOCK_MONOTONIC.
  [[nodiscard]] const std::map<int, std::int64_t>& begun_ns() const { return begun_ns_; }

 private:
  using Words = std::set<std::string>;
  [[nodiscard]] const std::string* kept(const std::string& word);
  void note_begin(int block, std::int64_t start_ns);

  std::vector<std::string> metrics_;
  std::vector<results::MetricReader> readers_;
  using Cells = std::map<std::string, Observed>;
  std::map<std::string, Cells> measured_;  ///< by stack
  std::map<std::string, std::vector<Absence>> absent_;
  std::map<int, std::int64_t> begun_ns_;
  std::optional<int> schema_;
  /// Suites and reasons: each once. Of all parts: what points to them stays valid.
  std::vector<std::unique_ptr<Words>> words_;
};

/// Of rows that are held anyway.
[[nodiscard]] Observations observe(std::span<const workload::Claim> claims,
                                   std::span<const results::SliceRow> rows,
                                   const results::Procedure& procedure);

}  // namespace harness::verdict
